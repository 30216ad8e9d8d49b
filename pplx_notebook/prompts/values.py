"""One value as the text that stands in a question.

=========================  ====================================================================
text, numbers, dates       as ``str`` writes them
lists of such              ``a, b, c``; where one holds a comma or a line break, JSON
other lists, dicts         JSON
a table (pandas, polars)   a Markdown table of its first rows (``frames``)
an earlier answer          its text and its sources, under numbers of their own (``earlier_answers``)
=========================  ====================================================================

What has no text of its own (a function, a module, a figure) is refused: ``<Figure size 640x480>`` asks
nothing and is paid for."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from typing import Any

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.prompts.shown import NO_VALUE, Shown, is_missing
from pplx_notebook.protocol.answer import Answer

_SCALARS = (str, int, float, bool)
_TABLES = ("pandas", "polars")
_BARE: tuple[object, ...] = (object.__repr__, object.__str__)


def text_of(name: str, value: Any, *, cell: bool = False) -> Shown:
    """The text of the value called ``name``; ``cell``: of a table, where it may be missing. Raises
    ``UsageProblem``, one line."""
    if isinstance(value, str):
        return Shown(value)
    if cell and is_missing(value):
        return Shown(NO_VALUE)
    answer = answer_in(name, value)
    if answer is not None:
        from pplx_notebook.prompts.earlier_answers import answer_text

        return Shown(*answer_text(name, answer))
    if isinstance(value, list | tuple) and value and all(isinstance(item, Answer) for item in value):
        from pplx_notebook.prompts.earlier_answers import answers_text

        return Shown(*answers_text(name, value))
    if type(value).__module__.partition(".")[0] in _TABLES:
        from pplx_notebook.prompts.frames import table_text

        if (table := table_text(name, value)) is not None:
            return Shown(*table)
    if why := _no_text(value):
        raise UsageProblem(f"{{{{{printable(name)}}}}} is {why}.")
    return Shown(_written(name, value))


def answer_in(name: str, value: Any) -> Answer | None:
    """An answer, or that of one that was under way; UsageProblem as long as it is."""
    if isinstance(value, Answer):
        return value
    inner = getattr(value, "answer", None) if hasattr(type(value), "done") else None
    if not isinstance(inner, Answer):
        return None
    if not value.done:
        raise UsageProblem(f"{{{{{printable(name)}}}}} is still being written: {name}.wait() waits for it.")
    return inner


def _no_text(value: Any) -> str:
    """Why a value has no text, "" if it has one."""
    if isinstance(value, types.ModuleType):
        return "a module, not a value"
    if isinstance(value, type):
        return "a class, not a value"
    if callable(value) and hasattr(value, "__name__"):
        return "a function, not a value: call it and give the result a name"
    if isinstance(value, bytes | bytearray | memoryview):
        return "bytes, not text: decode it, or send a file with --attach"
    kind = type(value)
    if kind.__str__ in _BARE and kind.__repr__ in _BARE:
        return f"an object of {printable(kind.__name__)}, which has no text of its own"
    if kind.__module__.startswith("matplotlib"):
        return "a figure, not text: save it, and send the file with --attach"
    return ""


def _written(name: str, value: Any) -> str:
    """The value as the table above says."""
    try:
        if isinstance(value, list | tuple | set | frozenset):
            items = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
            if items and all(isinstance(item, _SCALARS) for item in items):
                texts = [str(item) for item in items]
                if not any(mark in text for text in texts for mark in ",\n") and all(texts):
                    return ", ".join(texts)
            return json.dumps(items, ensure_ascii=False, default=_for_json)
        if isinstance(value, Mapping):
            return json.dumps(dict(value), ensure_ascii=False, default=_for_json)
        return str(value)
    except Exception as error:  # a variable's own __str__ may do anything; the cell gets one line
        raise UsageProblem(
            f"{{{{{printable(name)}}}}} cannot be turned into text ({type(error).__name__})."
        ) from None


def _for_json(value: Any) -> Any:
    """What JSON has no word for, inside a list or dict."""
    if isinstance(value, Answer):
        return value.text
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else str(value)
