"""What is not answered, and why: an HTTP status, one line, the API's own word for it."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818  (an HTTP status on its way, caught in one place)
    """The request gets this status, one line and these ``headers`` instead of an answer."""

    def __init__(
        self,
        status: int,
        message: str,
        type: str = "invalid_request",  # noqa: A002  (the API's own name for it)
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.type = type
        self.headers = dict(headers or {})
