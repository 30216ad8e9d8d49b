"""Why an answer that its server called complete has nothing to read, in one line with what to do.

The law of this file: an answer without text, picture or video is never a silent success. The server's own
words come first: an error it sent behind its terminator, the tool it wants, the reason it ended for.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.scrub import printable_line

TYPE = "no_text"
_TOO_SHORT = ("length", "max_tokens", "max_output_tokens")
_USUAL = ("", "stop", "completed", "end_turn", "tool_calls", "function_call")


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an answer without text."""

    tools: Sequence[str] = ()
    reason: str = ""
    reasoned: bool = False
    searched: bool = False
    unread: bool = False


def no_text(silence: Silence) -> AnswerError:
    """The error that says so."""
    return AnswerError(kind="api", type=TYPE, message=f"no text came{_why(silence)}")


def named(tools: Sequence[str]) -> str:
    """The tools a model wants, as words: "the tool f", "the tools f, g"."""
    names = printable_line(", ".join(tools), 80)
    return f"the tool {names}" if len(tools) == 1 else f"the tools {names}"


def _why(silence: Silence) -> str:
    reason = printable_line(silence.reason, 40)
    if silence.tools:
        return f": the model wants {named(silence.tools)}, which only a program can run; ask without tools"
    if silence.unread:
        return ": no event of the stream could be read; check provider and base URL"
    if reason in _TOO_SHORT:
        spent = "all tokens went into reasoning" if silence.reasoned else "the tokens ran out"
        return f": {spent} ({reason}); allow more of them"
    if reason not in _USUAL:
        return f": the server ended the answer by {reason}; ask in other words"
    if silence.reasoned:
        return ", only reasoning; ask again"
    if silence.searched:
        return ", only sources; ask again"
    return ": the server ended the answer without a word; ask again"
