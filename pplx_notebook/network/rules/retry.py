"""When to ask again, and after how long.

The rules are those of the official SDKs where they agree (2 retries; 408, 409, 429 and >= 500; 0.5 s x 2^n
with jitter, at most 8 s; ``x-should-retry`` decides; the server's own wish first), and two more:

- a stream that dies before its first text or reasoning is asked again too; after it, never: it would
  double the text and the cost;
- a wait longer than 60 s is not waited: the error says when to come back.
"""

from __future__ import annotations

from pplx_notebook.protocol.answer import AnswerError

RETRIED_STATUSES = frozenset({408, 409, 429})
RETRIED_KINDS = frozenset({"transport", "timeout", "incomplete"})
RETRIED_TYPES = (
    "overloaded",
    "rate_limit",
    "server_error",
    "internal_error",
    "bad_gateway",
    "timeout",
    "unavailable",
)
FIRST_WAIT_S = 0.5
LONGEST_BACKOFF_S = 8.0
LONGEST_WAIT_S = 60.0


def may_retry(error: AnswerError, should_retry: str = "") -> bool:
    """True when asking again can help; ``should_retry`` is the header ``x-should-retry``."""
    if should_retry in ("true", "false"):
        return should_retry == "true"
    if error.kind == "status":
        return _retried_status(error.status)
    if error.kind == "api":
        return _retried_status(error.code) or any(word in (error.type or "") for word in RETRIED_TYPES)
    return error.kind in RETRIED_KINDS


def _retried_status(status: object) -> bool:
    """True for the statuses worth another try."""
    return isinstance(status, int) and (status in RETRIED_STATUSES or 500 <= status < 600)


def wait_s(attempt: int, wish_s: float | None) -> float:
    """Seconds before retry ``attempt`` (from 1): the server's wish, else backoff with jitter."""
    if wish_s is not None:
        return wish_s
    import random  # 3 ms with its hashes; most questions are asked once

    backoff = min(FIRST_WAIT_S * 2.0 ** (attempt - 1), LONGEST_BACKOFF_S)
    return backoff * random.uniform(0.75, 1.0)  # noqa: S311  # spreads clients, hides nothing
