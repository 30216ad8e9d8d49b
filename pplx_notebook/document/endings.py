"""How an answer ended and what it took: the sentence of one that is not whole, and its last line.

Trouble is said once: a word for the state, what happened and what to do; what only an engineer reads stands
apart. Times below a second of waiting are no news."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.protocol.answer import Answer, AnswerError

_ENGINE = re.compile(r"(\w+) engine: (.+)")  # "demo engine: offline library, no model"
_FIRST_WORD = re.compile(r"[a-z]+(?=[\s,;:])")  # and no host
_WAITING_S = 1.0
_BROKEN_OFF = ("interrupted", "cut off", "failed")  # no server counts the tokens then


class Trouble(msgspec.Struct, frozen=True):
    """Why an answer is not whole: a word, a sentence, and ``details`` for who wants to know exactly."""

    kind: Literal["stopped", "cut", "failed"]
    word: str
    said: str
    details: str = ""
    name: str = "trouble"

    @property
    def line(self) -> str:
        """Word and sentence."""
        return f"{self.word} {self.said}"


class Foot(msgspec.Struct, frozen=True):
    """The last line: a badge where no model answered, what it took, what it goes on from and how to go on
    from it, and what the reader should know."""

    badge: str
    facts: str
    notices: tuple[str, ...]
    before: str = ""
    next: str = ""
    name: str = "usage"


def trouble(answer: Answer) -> Trouble | None:
    """How an answer ended that is not whole, or not in the form that was asked for; None for one that is."""
    if answer.parse_error:
        said = _sentence(one_line(answer.parse_error, 200))
        return Trouble("cut", "Not as asked.", f"{said} Its text is kept, .parsed is None.")
    error = answer.error
    said = _sentence(one_line(error.message, 200)) if error else ""
    details = _details(error) if error else ""
    kept = "The text up to here is kept" if answer.text else "No text had arrived"
    if answer.status == "interrupted":
        whole = "the whole answer" if answer.text else "an answer"
        return Trouble("stopped", "Stopped.", f"{kept}; run the cell again for {whole}.")
    if answer.status == "failed" and not answer.text:
        return Trouble("failed", "No answer.", said or "The server gave no reason; ask again.", details)
    if answer.status in ("failed", "cut off"):
        said = said or "The stream ended before the answer did."
        again = "" if "again" in said else "; run the cell again for the whole answer"
        kept = "" if "kept" in said else f" {kept}{again}."
        return Trouble("cut", "Cut off.", said + kept, details)
    return None


def _sentence(said: str) -> str:
    """With a capital and a full stop, for it stands alone."""
    ended = said if not said or said.endswith((".", "!", "?", "…")) else f"{said}."
    return ended[0].upper() + ended[1:] if _FIRST_WORD.match(ended) else ended


def _details(error: AnswerError) -> str:
    """The words a program tells errors by."""
    status = f"HTTP {error.status}" if error.status else ""
    words = (
        f"{error.kind} error",
        status,
        one_line(str(error.type or ""), 60),
        one_line(str(error.code or ""), 60),
    )
    return ", ".join(dict.fromkeys(filter(None, words)))


def foot(answer: Answer, notices: Iterable[str]) -> Foot | None:
    """The last line of an answer, None where there is nothing to say."""
    lines = [line for notice in notices if (line := one_line(notice))]
    engine = next((found for line in lines if (found := _ENGINE.fullmatch(line))), None)
    badge, instead = (engine[1].capitalize(), engine[2]) if engine else ("", "")
    named = engine is not None and engine[1] in answer.model  # "demo-library" says no more
    facts = quiet_line(msgspec.structs.replace(answer, model="") if named else answer)
    facts = " · ".join(filter(None, (instead, facts)))
    rest = tuple(line for line in lines if engine is None or line != engine[0])
    before, following = goes_on_from(answer), goes_on_with(answer)
    return Foot(badge, facts, rest, before, following) if facts or rest or before or following else None


def goes_on_from(answer: Answer) -> str:
    """ "follow-up to [6]", "follow-up to [6] in fusion", "thread fusion" for its first question; "" else."""
    asked = answer.asked
    if asked is None:
        return ""
    thread = _thread(answer)
    if not asked.continues and not answer.earlier:
        return f"thread {thread}" if thread else ""
    cell = f" to [{asked.continues_cell}]" if asked.continues_cell is not None else ""
    return f"follow-up{cell}{f' in {thread}' if thread else ''}"


def goes_on_with(answer: Answer) -> str:
    """What to type to ask the next question; "" where there is nothing to go on from, or no cell was
    asked."""
    asked = answer.asked
    if asked is None or asked.execution_count is None or not (answer.text.strip() and answer.prompt.strip()):
        return ""
    if name := _thread(answer):
        return f'%%pplx --thread "{name}"' if " " in name else f"%%pplx --thread {name}"
    return f"%%pplx --continue={asked.execution_count}"


def _thread(answer: Answer) -> str:
    """The name of its conversation; a notebook may hold anything in its place."""
    name = answer.asked.settings.get("thread") if answer.asked is not None else None
    return one_line(name, 60).replace('"', "") if isinstance(name, str) else ""


def last_line(answer: Answer) -> str:
    """``quiet_line``, with what it goes on from in front and how to go on from it behind."""
    following = goes_on_with(answer)
    parts = (goes_on_from(answer), quiet_line(answer), following and f"go on: {following}")
    return " · ".join(filter(None, parts))


def quiet_line(answer: Answer) -> str:
    """Model, tokens, cost, an unusual finish reason and times, as far as they are known."""
    usage = answer.usage
    tokens = usage.total_tokens if usage else None
    if usage and tokens is None and usage.output_tokens is not None:
        tokens = usage.output_tokens + (usage.input_tokens or 0)
    cost, words = answer.cost_usd, len(answer.text.split()) if answer.status in _BROKEN_OFF else 0
    reason = one_line(answer.finish_reason or "", 40)
    parts = [
        one_line(answer.model, 80),
        f"{tokens:,} tokens" if tokens else f"{words:,} word{'s' * (words != 1)}" if words else "",
        f"${cost:.4f}" if cost else "",
        "" if reason in ("", "stop", "completed") else f"ended by {reason}",
        *_times(answer),
    ]
    return " · ".join(part for part in parts if part)


def _times(answer: Answer) -> tuple[str, ...]:
    """How long the text was waited for, unless how it was found says so, and how long all took."""
    first_s, total_s = answer.first_text_s, answer.total_s
    waited = first_s is not None and first_s >= _WAITING_S and not (answer.reasoning or answer.steps)
    total = total_s is not None and bool(answer.text) and round(total_s, 1) > 0
    return (f"first text after {first_s:.1f} s" if waited else "", f"{total_s:.1f} s" if total else "")
