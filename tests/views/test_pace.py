"""When flushes go out: at once, then as fast as they are worth it and the page keeps up."""

from __future__ import annotations

import itertools

import pytest

from pplx_notebook.views.screens.pace import (
    ACKNOWLEDGES_S,
    BEHIND_S,
    FASTEST_S,
    PATIENCE_S,
    SLOWEST_S,
    WORTH,
    Pace,
)

TICK_S = 0.005
NEVER = None


def flushes(
    characters_per_s: float, delay_s: float | None, seconds: float = 10.0, hears_until_s: float = 1e9
) -> list[float]:
    """When flushes went out for text of a steady speed and a page that draws ``delay_s`` later and says so now and then."""
    pace, sent, acknowledged = Pace(), [], -1.0
    flushed = now_s = 0.0
    while now_s < seconds:
        new = int(now_s * characters_per_s) - int(flushed * characters_per_s)
        if new and pace.due(now_s, new):
            pace.sent(now_s, len(sent), int(now_s * characters_per_s))
            sent.append(now_s)
            flushed = now_s
        if delay_s is not None and now_s - acknowledged >= ACKNOWLEDGES_S and now_s < hears_until_s:
            drawn = [n for n, at in enumerate(sent) if at + delay_s <= now_s]
            if drawn:
                pace.acknowledged(drawn[-1], sent[drawn[-1]] + delay_s)
                acknowledged = now_s
        now_s += TICK_S
    return sent


def intervals(sent: list[float]) -> list[float]:
    """Seconds between flushes, once the beginning is over."""
    return [later - earlier for earlier, later in itertools.pairwise(sent[10:])]


def test_the_first_text_goes_at_once() -> None:
    assert Pace().due(123.0, 1)


def test_the_next_ones_come_quickly() -> None:
    sent = flushes(300, delay_s=0.02)
    assert sent[1] - sent[0] <= FASTEST_S + TICK_S
    assert sent[5] - sent[0] < 0.5


@pytest.mark.parametrize("speed", [20, 300, 1_200, 20_000])
@pytest.mark.parametrize("delay_s", [NEVER, 0.01, 0.1, BEHIND_S - 0.1])
def test_intervals_stay_between_33_and_250_ms(speed: float, delay_s: float | None) -> None:
    gaps = intervals(flushes(speed, delay_s))
    assert min(gaps) >= FASTEST_S - 1e-9
    assert max(gaps) <= SLOWEST_S + max(2 * TICK_S, 1 / speed) + 1e-9


def test_a_page_that_was_never_heard_gets_the_calm_pace() -> None:
    assert min(intervals(flushes(20_000, delay_s=NEVER))) >= SLOWEST_S - 1e-9


def test_fast_text_on_a_quick_page_goes_as_soon_as_it_is_worth_a_flush() -> None:
    speed = 4_000
    assert max(intervals(flushes(speed, delay_s=0.01, seconds=3))) <= WORTH / speed + 2 * TICK_S


def test_a_slow_page_is_asked_less() -> None:
    assert min(intervals(flushes(20_000, delay_s=0.2))) >= 0.2 - TICK_S


def test_a_page_that_fell_silent_is_sent_less_and_less() -> None:
    sent = flushes(2_000, delay_s=0.05, seconds=20, hears_until_s=5)
    gaps = [later - earlier for earlier, later in itertools.pairwise(at for at in sent if at > 12)]
    assert min(gaps) >= PATIENCE_S - TICK_S
    assert max(gaps) <= PATIENCE_S + 2 * TICK_S


def test_a_page_that_is_behind_is_sent_one_flush_per_delay() -> None:
    assert min(intervals(flushes(20_000, delay_s=1.2))) >= 1.2 - TICK_S


def test_a_long_page_is_asked_less() -> None:
    pace = Pace()
    pace.sent(0.0, 0, 100_000)
    pace.acknowledged(0, 0.01)
    assert not pace.due(0.24, WORTH)
    assert pace.due(0.26, WORTH)


def test_an_answer_of_12_kilobytes_in_10_seconds_takes_at_most_50_flushes() -> None:
    assert len(flushes(1_200, delay_s=NEVER)) <= 50
    assert len(flushes(1_200, delay_s=0.02)) <= 50


def test_nobody_looks_for_text_that_would_not_be_due() -> None:
    pace = Pace()
    assert pace.rest_s(0.0) == 0
    pace.sent(0.0, 0, 10)
    pace.acknowledged(0, 0.2)
    assert pace.rest_s(0.05) == pytest.approx(0.15)
    assert not pace.due(0.19, 100_000)
    assert pace.due(0.21, 100_000)
