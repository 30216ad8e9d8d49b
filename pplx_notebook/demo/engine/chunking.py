"""How many words one event carries: chosen by the length of prompt and answer, and by the reader.

- a short prompt gets its first words one by one, the fastest to look at;
- a long prompt, and an answer beyond its first words, come in batches: fewer events, fewer bytes around them;
- each time the reader takes long for what is sent, events carry twice as many, up to a limit, and half as
  many again after a run of events that were taken at once (a buffer takes several before it is full).

The pauses of the words in a batch add up: an answer takes as long however it is cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from pplx_notebook.demo.engine.pacing import pause_before_word

LONG_PROMPT_WORDS = 100
LONG_ANSWER_WORDS = 400
BATCH = 4
SLOW_S = 0.02
"""A send that takes longer waits for the reader: on a loopback it is microseconds."""

QUICK_RUN = 16
_MOST_TIMES = 16


class Chunking:
    """The size of one answer's batches, in words."""

    def __init__(self, words_in: int) -> None:
        self._long_prompt = words_in > LONG_PROMPT_WORDS
        self._times, self._quick = 1, 0

    def size(self, words_said: int) -> int:
        """How many words the next event carries."""
        long = self._long_prompt or words_said >= LONG_ANSWER_WORDS
        return (BATCH if long else 1) * self._times

    def sent(self, took_s: float) -> None:
        """The reader took this long for the last event."""
        if took_s > SLOW_S:
            self._times, self._quick = min(self._times * 2, _MOST_TIMES), 0
            return
        self._quick += 1
        if self._quick == QUICK_RUN:
            self._times, self._quick = max(self._times // 2, 1), 0

    def batches(self, words: list[str]) -> Iterator[tuple[float, str]]:
        """(pause at pace 1, text) of each event; sizes are asked for when an event is due."""
        said = 0
        while said < len(words):
            ahead = words[said : said + self.size(said)]
            pause_s = sum(pause_before_word(said + number) for number in range(len(ahead)))
            yield pause_s, "".join(ahead)
            said += len(ahead)
