"""Tab in a ``%pplx`` line or a ``%%pplx`` cell: options, their values, and variables inside ``{{ }}``.

Rules of this file: nothing is evaluated and nobody is asked; what is offered are names, never what a variable
holds; where the question itself is written nothing of ours is offered, and IPython's own is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from IPython.core.completer import (
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)

from pplx_notebook.magic.line.known_values import values_of, variables
from pplx_notebook.magic.line.option_table import BY_NAME, OPTIONS, Option
from pplx_notebook.magic.line.options import WORD, unbalanced

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

IDENTIFIER = "pplx_notebook"
CELL = re.compile(r"%%pplx(?=\s|$)")
LINE = re.compile(r"\s*(?:[A-Za-z_]\w*\s*=\s*)?%pplx(?=\s)")
OPEN_FIELD = re.compile(r"\{\{\s*([A-Za-z]\w*)?$", re.ASCII)
CLOSED = re.compile(r"\s*\}\}")


@dataclass(frozen=True)
class Offers:
    """What may stand in place of ``fragment``, the end of the line before the cursor; ``kind`` is IPython's
    word for the icon beside it."""

    fragment: str = ""
    texts: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class AtCursor:
    """Where a magic's line ends: in an option's name (``option`` is None), in its value, or in the question.
    ``given`` are the options before, with their values."""

    fragment: str
    given: dict[str, str]
    option: Option | None = None
    in_text: bool = False


def offers(cell: str, line: int, column: int, names: Mapping[str, Any]) -> Offers:
    """What Tab offers at a place of a cell (``line`` and ``column`` from 0); ``names`` are its variables."""
    lines = cell.split("\n")
    before, behind = lines[line][:column], lines[line][column:]
    head = next((n for n, text in enumerate(lines) if text.strip()), 0)
    magic = CELL.match(lines[head])
    if magic is not None and line > head:
        verbatim = "verbatim" in read_until(lines[head][magic.end() :] + " ").given
        return Offers() if verbatim else _variables(before, behind, names)
    if magic is None or line < head:
        magic = LINE.match(lines[line])
    if magic is None or column <= magic.end():
        return Offers()
    place = read_until(before[magic.end() :])
    if place.in_text:
        return Offers() if "verbatim" in place.given else _variables(before, behind, names)
    return _options(place) if place.option is None else _values(place, place.option, names)


def read_until(text: str) -> AtCursor:
    """Where a magic's line ends that is still being typed; what is wrong in it is nobody's trouble yet."""
    given: dict[str, str] = {}
    at = 0
    while match := WORD.search(text, at):
        word, at = match.group(), match.end()
        if not word.startswith("-") or (word == "--" and at < len(text)):
            return AtCursor(word, given, in_text=True)
        name, equals, value = word.lstrip("-").partition("=")
        if at == len(text) and not equals:
            return AtCursor(word, given)
        option = BY_NAME.get(name)
        if option is None or not option.value or (option.glued and not equals):
            given[name] = ""
            continue
        if not equals:
            value, at = _next(text, at)
        if at == len(text) and not value.startswith("--"):
            return AtCursor(value, given, option)
        given[name] = value
    return AtCursor("", given)


def _next(text: str, at: int) -> tuple[str, int]:
    """The value that begins behind ``at``, and where it ends; "" and ``at`` where an option follows."""
    match = WORD.search(text, at)
    if match is None:
        return "", len(text)
    if match.group().startswith("--"):
        return "", at
    end = match.end()
    while unbalanced(text[match.start() : end]) and (more := WORD.search(text, end)):
        end = more.end()
    if unbalanced(text[match.start() : end]):
        end = len(text)  # its last word is still to come
    return text[match.start() : end], end


def _options(place: AtCursor) -> Offers:
    """The options that can still be given."""
    begun = place.fragment.lstrip("-")
    open_ = (option.name for option in OPTIONS if option.repeatable or option.name not in place.given)
    return Offers(place.fragment, tuple(f"--{name}" for name in open_ if name.startswith(begun)), "param")


def _values(place: AtCursor, option: Option, names: Mapping[str, Any]) -> Offers:
    """The values an option takes."""
    known = option.choices or values_of(option.name, place.fragment, place.given, names)
    return Offers(place.fragment, tuple(v for v in known if v.startswith(place.fragment)), "keyword")


def _variables(before: str, behind: str, names: Mapping[str, Any]) -> Offers:
    """The variables a ``{{`` before the cursor may mean."""
    field = OPEN_FIELD.search(before)
    if field is None:
        return Offers()
    begun = field.group(1) or ""
    end = "" if CLOSED.match(behind) else "}}"
    return Offers(begun, tuple(name + end for name in variables(names) if name.startswith(begun)), "instance")


def register(shell: InteractiveShell) -> None:
    """Let Tab know our options in this shell."""
    unregister(shell)
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(matcher_for(shell))


def unregister(shell: InteractiveShell) -> None:
    """Take that back."""
    if shell.Completer is not None:
        matchers = shell.Completer.custom_matchers
        matchers[:] = [m for m in matchers if getattr(m, "matcher_identifier", "") != IDENTIFIER]


def matcher_for(shell: InteractiveShell) -> Callable[[CompletionContext], SimpleMatcherResult]:
    """A matcher of IPython's API, version 2; where it offers something, nothing else is offered."""

    @context_matcher(identifier=IDENTIFIER, priority=200)  # type: ignore[untyped-decorator]
    def matcher(context: CompletionContext) -> SimpleMatcherResult:
        hidden = shell.user_ns_hidden  # In, Out, exit … as IPython put them there
        own = {name: it for name, it in shell.user_ns.items() if it is not hidden.get(name, shell)}
        found = offers(context.full_text, context.cursor_line, context.cursor_position, own)
        return {
            "completions": [SimpleCompletion(text, type=found.kind) for text in found.texts],
            "matched_fragment": found.fragment,
            "ordered": True,
            "suppress": True,
        }

    return matcher  # type: ignore[no-any-return]
