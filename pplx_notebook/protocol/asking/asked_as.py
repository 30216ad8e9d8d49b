"""When and how a question was asked, as it may stand in a notebook that is passed on.

Rules of this file:

- only what was given is kept, as plain JSON values (an infinite time limit as text);
- left out whole: the key, the transport, where it was typed; of what was continued only its time stays, of a
  recording the file's name;
- a value under a name like key, token, secret, authorization or password is "…"; of headers the names stay;
- in any text the key of the question and keys of a known make are masked; an address loses user, password and
  the secrets in its query;
- of an attachment or other bytes in base64 the name, the size and the sha256 stay.
"""

from __future__ import annotations

import math
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import unquote_to_bytes

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.protocol.asking.question import Attachment
from pplx_notebook.protocol.lenient_json import well_formed
from pplx_notebook.protocol.scrub import without_keys

LEFT_OUT = (
    *("api_key", "transport", "continue_from", "in_cell", "inspect"),
    *("history", "cache", "max_cost_usd"),
)
HIDDEN = "…"
DEEPEST = 20  # containers in each other; nobody asks with more

_SENSITIVE = (
    *("key", "token", "secret", "signature", "password", "passwd", "passphrase", "credential", "cookie"),
    *("auth", "authorization", "authorisation", "bearer"),
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# compiled where a setting has such a thing, which few have
_USER = r"(?<=://)[^\s/@]+@"
_QUERY = rf"(?i)(?<=[?&])([\w.-]*(?:{'|'.join(_SENSITIVE)})[\w.-]*=)[^&#\s]+"
_BASE64 = r"[A-Za-z0-9+/_=\r\n-]+"
_LONGEST_WORD = 1000  # characters
_DATA_INSIDE = r"(?<=data:)[^,\s]*;base64,[A-Za-z0-9+/_=-]+"


def asked_as(
    settings: Mapping[str, Any], host: str, at: str, mask: Callable[[str], str] | None = None
) -> AskedAs:
    """What to remember of a question asked ``at`` that time.

    ``mask`` hides the key that is sent in a text; where it is not given, that is ``settings["api_key"]``.
    """
    mask = mask or partial(without_keys, key=settings.get("api_key"))
    kept = {
        name: plain(name, file_name(value) if name == "record" else value, mask)
        for name, value in settings.items()
        if name not in LEFT_OUT and is_data(value)
    }
    before = settings.get("continue_from")
    last = (before.asked if isinstance(before, Answer) else None) or AskedAs()
    return AskedAs(
        at=at,
        host=clean_text(host, mask),
        settings=kept,
        continues=last.at,
        continues_cell=last.execution_count,
    )


def file_name(path: object) -> str:
    """Of a file the name, not where it is."""
    return re.split(r"[/\\]", str(path))[-1]


def is_data(value: object) -> bool:
    """False for None, and for what no JSON has, such as a transport by another name."""
    return isinstance(value, str | int | float | bytes | Mapping | list | tuple | Attachment)


def plain(name: str, value: Any, mask: Callable[[str], str], depth: int = 0) -> Any:
    """A setting as a JSON value that gives nothing away."""
    if value is None or isinstance(value, bool):
        return value
    if is_secret(name, value) or depth > DEEPEST:
        return HIDDEN
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return plain_text(value, mask)
    if isinstance(value, Attachment):
        return plain_attachment(value, mask)
    return plain_container(name, value, mask, depth + 1)


def plain_container(name: str, value: Any, mask: Callable[[str], str], depth: int) -> Any:
    """A mapping or list, each value by its name; values of headers and whatever else are hidden."""
    headers = "header" in name.lower()
    if isinstance(value, Mapping):
        return {
            clean_text(str(key), mask): HIDDEN if headers else plain(str(key), inner, mask, depth)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple) and not headers:
        return [plain(name, inner, mask, depth) for inner in value]
    return HIDDEN


def is_secret(name: str, value: Any) -> bool:
    """True for ``api_key``, ``Authorization``, ``accessToken``; a number of ``max_tokens`` is none."""
    if isinstance(value, int | float) and "tokens" in name.lower():
        return False
    return _names_a_secret(name)


@lru_cache(256)  # the same few options, question after question
def _names_a_secret(name: str) -> bool:
    return any(word.lower().removesuffix("s").endswith(_SENSITIVE) for word in _WORDS.findall(name))


def plain_text(text: str, mask: Callable[[str], str]) -> Any:
    """A text; a ``data:`` address or bytes in base64 as their size and digest."""
    if text.startswith("data:") or (len(text) >= _LONGEST_WORD and re.fullmatch(_BASE64, text)):
        return digest(bytes_of(text))
    return clean_text(text, mask)


def clean_text(text: str, mask: Callable[[str], str]) -> str:
    """The text without keys, and its addresses without users and secrets."""
    text = mask(well_formed(text))
    if "@" in text:
        text = re.sub(_USER, "", text)
    if "data:" in text:
        text = re.sub(_DATA_INSIDE, HIDDEN, text)
    return re.sub(_QUERY, rf"\1{HIDDEN}", text) if "=" in text else text


def plain_attachment(attachment: Attachment, mask: Callable[[str], str]) -> dict[str, Any]:
    """Its name, and size and digest of its bytes; or its address without the query, which may be signed."""
    named = {"name": clean_text(attachment.name, mask)} if attachment.name else {}
    if attachment.url.startswith("data:"):
        return named | digest(bytes_of(attachment.url))
    return named | {"url": clean_text(re.split("[?#]", attachment.url, maxsplit=1)[0], mask)}


def bytes_of(text: str) -> bytes:
    """The bytes of a ``data:`` address or of base64; where it is broken, those of the text itself."""
    head, _, data = text.rpartition(",")
    if head and ";base64" not in head:
        return unquote_to_bytes(data)
    try:
        return b64decode(data.replace("-", "+").replace("_", "/"))
    except ValueError:
        return text.encode("utf-8", "replace")


def digest(data: bytes) -> dict[str, Any]:
    """What is kept of bytes."""
    from hashlib import sha256  # 1.5 ms, for attachments only

    return {"size_bytes": len(data), "sha256": sha256(data).hexdigest()}
