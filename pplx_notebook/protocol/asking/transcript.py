"""The turns of a conversation: what was asked and answered before the next question.

Servers want user and assistant turns to alternate (Perplexity: 400 ``invalid_message``), so turns are only
ever kept in pairs, the question first: a question without any answer text, for it failed or was stopped too
early, is left out, and a conversation in another order is refused before it is sent.
"""

from __future__ import annotations

import msgspec

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import Turn

__all__ = ["Transcript", "Turn", "turns_of"]


class Transcript(msgspec.Struct, frozen=True):
    """Pairs of turns, oldest first: the user's question, then the assistant's answer."""

    turns: tuple[Turn, ...] = ()

    def then(self, answer: Answer) -> Transcript:
        """The transcript with one more question and its answer; unchanged when either is empty."""
        if not (answer.prompt.strip() and answer.text.strip()):
            return self
        return Transcript((*self.turns, Turn("user", answer.prompt), Turn("assistant", answer.text)))


def turns_of(earlier: Transcript | Answer | None) -> tuple[Turn, ...]:
    """The turns to send before the next question: of an answer all that led to it, and itself."""
    if isinstance(earlier, Answer):
        return Transcript(earlier.earlier).then(earlier).turns
    return paired(earlier.turns) if earlier is not None else ()


def paired(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns, if each question is followed by its answer; ValueError, one line, where they are not."""
    for place, turn in enumerate(turns):
        if turn.role != ("user", "assistant")[place % 2] or not turn.content.strip():
            raise ValueError(
                f"turn {place + 1} of the conversation is out of order: user and assistant alternate, each "
                "with something to say."
            )
    if len(turns) % 2:
        raise ValueError("the conversation ends with a question: give the answer to it, too.")
    return turns
