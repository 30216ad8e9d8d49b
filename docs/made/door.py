"""The reference, from docstrings: what ``pplx_notebook`` and ``pplx_notebook.protocol`` hand out.

    {door} functions | Client | settings | values | errors | protocol | others

A name belongs to the first part it fits, so that a new one of the door has its entry without a line here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from sphinx.application import Sphinx

import pplx_notebook as pplx
from made.directive import Made, table
from pplx_notebook import client, errors
from pplx_notebook.protocol import answer

DOOR = "pplx_notebook"
EVERY = "**settings"  # each field of Settings, told once, there
HELP = inspect.getdoc(pplx.Settings) or ""
FOR_READERS = ("answer", "done", "progress", "stopping", "wait", "wait_change", "stop", "result", "id", "bug")
ROWS = tuple(  # of an answer, also those the door does not hand out by name
    name
    for name, kind in vars(answer).items()
    if inspect.isclass(kind)
    and kind.__module__ == answer.__name__
    and issubclass(kind, answer.Row | answer.Usage)
)


class Door(Made):
    """One part of the reference."""

    required_arguments = 1
    optional_arguments = 0

    def markdown(self) -> str:
        """Its entries."""
        return "\n\n".join(PARTS[self.named]())


def part_of(name: str) -> str:
    """The part of the reference that tells of a name of the door."""
    value = getattr(pplx, name)
    if name in ("Client", "protocol"):
        return name
    if name == "Settings":
        return "settings"
    if inspect.isclass(value) and issubclass(value, errors.PplxError | errors.Stopped):
        return "errors"
    if name in ROWS:
        return "values"
    return "functions" if inspect.isroutine(value) else "others"


def _names(part: str) -> list[str]:
    return [name for name in pplx.__all__ if part_of(name) == part]


def _functions() -> Iterator[str]:
    known = [name for name in ("ask", "aask", "stream", "astream", "ask_many") if name in pplx.__all__]
    for name in [*known, *(name for name in _names("functions") if name not in known)]:
        yield function(f"{DOOR}.{name}", getattr(pplx, name))
    for name in ("begin", "models", "default_client"):
        yield function(f"{DOOR}.client.{name}", getattr(client, name))
    yield of_class(f"{DOOR}.client.PendingAnswer", client.PendingAnswer, only=FOR_READERS)


def _settings() -> Iterator[str]:
    yield "As `help(pplx.ask)` has them; each is a keyword of whatever asks, and of `Client`."
    usual = pplx.Settings()
    for title, fields in settings_sections():
        yield f"**{title}**"
        rows = [(f"`{name}`", f"`{getattr(usual, name)!r}`", told) for name, told in fields]
        yield table(("option", "default", "what it does"), rows)


def settings_sections() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(title, [(field, what its docstring says)]) as the docstring of ``Settings`` has them."""
    for section in re.split(r"\n\n(?=[A-Z][^\n]*:\n\n\w+: )", HELP)[1:]:
        title, _, body = section.partition(":\n\n")
        found = re.findall(r"^(\w+): (.*?)(?=^\w+: |\Z)", body, re.MULTILINE | re.DOTALL)
        yield title, [(name, " ".join(told.split())) for name, told in found]


def _values() -> Iterator[str]:
    for name in sorted(ROWS, key=lambda name: (name != "Answer", ROWS.index(name))):
        handed_out = name in pplx.__all__
        yield of_class(f"{DOOR}.{name}" if handed_out else f"{answer.__name__}.{name}", getattr(answer, name))


def _errors() -> Iterator[str]:
    drawn = (errors.__doc__ or "").partition("::\n\n")[2].partition("\n\nRules")[0]
    yield f"```text\n{drawn}\n```"
    for name, kind in vars(errors).items():
        if inspect.isclass(kind) and kind.__module__ == errors.__name__:
            place = DOOR if name in pplx.__all__ else errors.__name__
            yield of_class(f"{place}.{name}", kind)


def _protocol() -> Iterator[str]:
    for name in pplx.protocol.__all__:
        if name not in ROWS:
            value = getattr(pplx.protocol, name)
            entry = of_class if inspect.isclass(value) else function
            yield entry(f"{DOOR}.protocol.{name}", value)


def _others() -> Iterator[str]:
    for name in _names("others"):
        value = getattr(pplx, name)
        if inspect.ismodule(value):
            yield told(value)
        else:  # a class, or what there is one of: pplx.history
            yield of_class(f"{DOOR}.{name}", value if inspect.isclass(value) else type(value))


PARTS = {
    "functions": _functions,
    "Client": lambda: iter([of_class(f"{DOOR}.Client", pplx.Client)]),
    "settings": _settings,
    "values": _values,
    "errors": _errors,
    "protocol": _protocol,
    "others": _others,
}


def told(value: object) -> str:
    """A docstring as Markdown, whose code is between two backticks already; without the help on settings."""
    text = (inspect.getdoc(value) or "").replace(HELP, "").strip()
    return re.sub(r"::\n\n((?: {2,}.*\n|\n)+)", r":\n\n```text\n\1```\n", f"{text}\n").strip()


def signature(value: Any) -> str:
    """Its parameters as one types them, without their types; the fields of Settings are ``**settings``."""
    try:
        parameters = list(inspect.signature(value).parameters.values())
    except (TypeError, ValueError):
        return "()"
    fields = set(pplx.Settings.__struct_fields__)
    own = [one for one in parameters if one.name != "self" and one.name not in fields]
    shown = [one.replace(annotation=inspect.Parameter.empty) for one in own]
    text = str(inspect.Signature(shown)).strip("()")
    takes_all = len(own) < len([one for one in parameters if one.name != "self"])
    return f"({', '.join(filter(None, [text, EVERY if takes_all else '']))})"


def function(name: str, value: Any, kind: str = "function") -> str:
    """One entry."""
    awaited = "\n:async:\n" if inspect.iscoroutinefunction(inspect.unwrap(value)) else ""
    return f"````{{py:{kind}}} {name}{signature(value)}{awaited}\n\n{told(value)}\n````"


def of_class(name: str, kind: type, *, only: tuple[str, ...] = ()) -> str:
    """A class with its fields, or with what can be done with it; with ``only`` these it is made by nobody."""
    body = [told(kind)]
    is_value = issubclass(kind, msgspec.Struct)
    if is_value:
        body.append(_fields(kind))
    for member, value in vars(kind).items():
        if member.startswith("_") or (only and member not in only):
            continue
        if isinstance(value, property) and value.__doc__:
            body.append(f"````{{py:property}} {member}\n\n{told(value)}\n````")
        elif isinstance(value, classmethod | staticmethod):
            body.append(function(member, getattr(kind, member), "method"))
        elif inspect.isfunction(value) and value.__doc__:
            body.append(function(member, value, "method"))
    raised = "exception" if issubclass(kind, BaseException) else "class"
    made = "" if is_value or only or raised == "exception" else signature(kind)
    return f"`````{{py:{raised}}} {name}{made}\n\n" + "\n\n".join(body) + "\n`````"


def _fields(kind: type[msgspec.Struct]) -> str:
    rows = []
    for field in msgspec.structs.fields(kind):
        usual = "" if field.required else f"`{field.default!r}`"
        annotation = kind.__annotations__.get(field.name) or _inherited(kind, field.name)
        rows.append((f"`{field.name}`", f"`{annotation}`".replace("|", "or") if annotation else "", usual))
    return table(("field", "type", "default"), rows)


def _inherited(kind: type, name: str) -> object:
    return next(
        (base.__annotations__[name] for base in kind.__mro__ if name in getattr(base, "__annotations__", {})),
        "",
    )


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("door", Door)
