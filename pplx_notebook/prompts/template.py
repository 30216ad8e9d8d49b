"""``{{name}}`` in a question becomes the text of the value ``name``. Nothing else is touched.

Rules of this file: names only, looked up, never evaluated; a variable's is plain (ASCII, no leading
underscore), a column's is whatever the table calls it, without braces; a column wins over a variable of the
same name. Each value is put in once and not read again; single braces stay as typed, so LaTeX, JSON and code
survive. A value is refused when it is missing, has no text worth sending (``values``), is over 20 kB, or
looks like a key: what leaves the notebook is what its author meant to send.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.prompts.shown import Shown, size_said
from pplx_notebook.prompts.values import text_of
from pplx_notebook.protocol.scrub import holds_key

LIMIT_BYTES = 20_000
_FIELD = re.compile(r"\{\{\s*([^{}\n]{1,200}?)\s*\}\}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_NOTHING: Mapping[str, Any] = {}


class Filled(msgspec.Struct, frozen=True):
    """A question with its fields filled; ``notes`` say in a line each what was shortened or left as typed,
    ``names`` are the fields that were filled, in order."""

    text: str
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def filled(
    template: str,
    values: Mapping[str, Any],
    columns: Mapping[str, Any] = _NOTHING,
    unclear: Mapping[str, str] = _NOTHING,
) -> Filled:
    """The question a template makes of these values.

    ``values`` are variables by name, ``columns`` the cells of one row by their column, ``unclear`` says of
    names why they are not to be used. Raises ``UsageProblem``, one line, on the first field that cannot be
    filled.
    """
    shown: dict[str, Shown] = {}
    notes: dict[str, None] = {}

    def put_in(found: re.Match[str]) -> str:
        name = found[1]
        if name not in shown and (name in columns or _NAME.fullmatch(name)):
            if name not in columns and name in unclear:
                raise UsageProblem(f"{{{{{name}}}}} {unclear[name]}.")
            shown[name] = _shown(name, values, columns)
            notes.update(dict.fromkeys(shown[name].notes))
        if name in shown:
            return _standing(shown[name].text, template[: found.start()], template[found.end() :])
        if said := _as_typed(name, values, columns):
            notes[said] = None
        return found[0]

    text = _FIELD.sub(put_in, template)
    return Filled(text, tuple(notes), tuple(shown))


def fields(template: str, columns: Iterable[str] = ()) -> tuple[str, ...]:
    """The names a template wants, in order, each once; ``columns`` are names that need not be plain."""
    known = frozenset(columns)
    found = (match[1] for match in _FIELD.finditer(template))
    return tuple(dict.fromkeys(name for name in found if name in known or _NAME.fullmatch(name)))


def fields_in(template: str) -> Iterator[str]:
    """The fields of plain names as they stand, braces included; the page colours the same
    (``js/src/labextension``)."""
    return (match[0] for match in _FIELD.finditer(template) if _NAME.fullmatch(match[1]))


def hidden(template: str, values: Mapping[str, Any], columns: Iterable[str]) -> str:
    """That columns hide variables of the same name, in one line; "" where they do not."""
    known = frozenset(columns)
    both = [name for name in fields(template, known) if name in known and name in values]
    if not both:
        return ""
    are, have = ("columns", "variables") if len(both) > 1 else ("column", "variable")
    verb = "hide" if len(both) > 1 else "hides"
    return f"the {are} {', '.join(both)} {verb} the {have} of the same name"


def _shown(name: str, values: Mapping[str, Any], columns: Mapping[str, Any]) -> Shown:
    """One value as text, within the rules above."""
    if name not in columns and name not in values:
        raise UsageProblem(_missing(name, values, columns))
    shown = text_of(name, columns[name] if name in columns else values[name], cell=name in columns)
    if holds_key(shown.text):
        raise UsageProblem(f"{{{{{printable(name)}}}}} holds what looks like a key; it was not sent.")
    size = len(shown.text.encode("utf-8", "replace"))
    if size > LIMIT_BYTES:
        raise UsageProblem(
            f"{{{{{printable(name)}}}}} is {size_said(size)} of text, the limit is {size_said(LIMIT_BYTES)}: "
            "put the part you need into a variable."
        )
    return shown


def _standing(text: str, before: str, behind: str) -> str:
    """The text where it stands: a table begins and ends a line of its own."""
    if not text.startswith("| ") or "\n" not in text:
        return text
    above = "" if not before or before.endswith("\n") else "\n\n"
    return f"{above}{text}{'' if not behind or behind.startswith(chr(10)) else chr(10) * 2}"


def _missing(name: str, values: Mapping[str, Any], columns: Mapping[str, Any]) -> str:
    """What a name that is none may have meant."""
    near = nearest(name, [*columns, *_fillable(values)])
    if near:
        return f"{{{{{name}}}}} names no variable: did you mean {{{{{near}}}}}?"
    if columns:
        known = ", ".join(map(printable, list(columns)[:8]))
        return f"{{{{{name}}}}} is neither a column ({known}) nor a variable."
    return f"{{{{{name}}}}} names no variable: assign {name} first, or use --verbatim."


def _fillable(values: Mapping[str, Any]) -> Iterator[str]:
    return (name for name, value in values.items() if not name.startswith("_") and not callable(value))


def _as_typed(inside: str, values: Mapping[str, Any], columns: Mapping[str, Any]) -> str:
    """A hint on what looks like an expression over a known name; "" for LaTeX, JSON and all the rest."""
    root = _NAME.match(inside)
    if root is None or (root[0] not in values and root[0] not in columns):
        return ""
    return f"{{{{{printable(inside)}}}}} was sent as typed: names only, so give the result a name first"
