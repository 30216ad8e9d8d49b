"""When a question is asked again, and after how long."""

from __future__ import annotations

import pytest

from pplx_notebook.network.rules.retry import may_retry, wait_s
from pplx_notebook.protocol.answer import AnswerError


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 524, 529])
def test_passing_trouble_is_tried_again(status: int) -> None:
    """The statuses all SDKs retry."""
    assert may_retry(AnswerError(kind="status", status=status))
    assert may_retry(AnswerError(kind="api", code=status))


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 600])
def test_the_questions_own_fault_is_not(status: int) -> None:
    """Asking again would say the same."""
    assert not may_retry(AnswerError(kind="status", status=status))


@pytest.mark.parametrize("kind", ["redirect", "content_type", "decode", "too_large", "usage"])
def test_what_would_only_happen_again_is_not(kind: str) -> None:
    """Nor are these."""
    assert not may_retry(AnswerError(kind=kind))


def test_the_server_has_the_last_word() -> None:
    """x-should-retry decides both ways."""
    assert not may_retry(AnswerError(kind="status", status=429), "false")
    assert may_retry(AnswerError(kind="status", status=400), "true")


def test_waits_grow_with_jitter_up_to_8_seconds() -> None:
    """0.5 s, doubling, 0.75 to 1 of it, never the same for all clients."""
    for attempt, full in ((1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (9, 8.0)):
        waits = {wait_s(attempt, None) for _ in range(50)}
        assert len(waits) > 1
        assert all(0.75 * full <= wait <= full for wait in waits)
    assert wait_s(1, 7.5) == 7.5
