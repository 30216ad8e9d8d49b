"""The HTTP libraries' own logs without our keys: at DEBUG they tell every header of a response, which may
echo the key, and with HTTP/2 every header of a request."""

from __future__ import annotations

import logging

from pplx_notebook.keys import KEYS

PARTS = ("connection", "http11", "http2", "proxy", "socks")
LIBRARIES = ("httpcore", "httpcore2")
LOGGERS = (
    *("httpx", "httpx2", "hpack.hpack", "hpack.table"),
    *(f"{library}.{part}" for library in LIBRARIES for part in PARTS),
)


class _WithoutKeys(logging.Filter):
    """Lets everything through, masked."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        for key in list(KEYS):
            text = key.mask(text)
        record.msg, record.args = text, ()
        return True


_FILTER = _WithoutKeys()


def mask_logs() -> None:
    """Have these logs masked from now on; a logger takes a filter once."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
