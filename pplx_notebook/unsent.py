"""What would be sent, looked at before it is: where it goes, how much it is, the body itself. Nothing is
sent, and no key is needed or shown."""

from __future__ import annotations

import json
import re
from collections.abc import Set
from typing import Any

import msgspec

from pplx_notebook.network.question.call import Call, prepare
from pplx_notebook.network.rules.providers import PROVIDERS
from pplx_notebook.settings import Settings

LINE = 88  # characters of the body on a line, where nothing has to be longer
BYTES_A_TOKEN = 4  # of English text; other scripts take two or three bytes a letter, and a token for fewer
_LONG_BASE64 = re.compile(r"^(data:[^,]{0,100},)?([A-Za-z0-9+/]{24})[A-Za-z0-9+/=\s]{400,}$")


class Size(msgspec.Struct, frozen=True):
    """How much a text is; tokens are an estimate."""

    characters: int
    size_bytes: int

    @property
    def tokens(self) -> int:
        """About as many, at four bytes each."""
        return -(-self.size_bytes // BYTES_A_TOKEN)


class DryRun(msgspec.Struct, frozen=True):
    """A question as it would be sent: the address, whose key would go along ("" for none), the ``body`` that
    is sent, and the sizes of the question, of the turns before it and of the whole body. ``attachments`` are
    lines of what is sent along, ``notices`` what the reader should know."""

    provider: str
    url: str
    key: str
    body: dict[str, Any]
    prompt: Size
    turns: int
    earlier: Size
    size_bytes: int
    attachments: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The body as JSON for a reader: files as their beginning and size."""
        return _written(_shorter(self.body), "")

    @property
    def is_demo(self) -> bool:
        """Whether it would be answered here."""
        return self.provider == "demo"

    @property
    def _no_key(self) -> str:
        """What to say where none would go along."""
        needs = PROVIDERS[self.provider].needs_key
        return f"none yet: set {PROVIDERS[self.provider].key_names[0]}, or %pplx --login" if needs else "none"

    def __str__(self) -> str:
        return "\n".join([*(f"{name}: {value}" for name, value in self.rows()), self.shown])

    def rows(self) -> tuple[tuple[str, str], ...]:
        """What there is to know of it, each thing by its name."""
        question, before = self.prompt, self.earlier
        turns = f"{self.turns}, {_said(before)}" if self.turns else ""
        rows = (
            ("would go to", "the demo engine, on this computer" if self.is_demo else f"POST {self.url}"),
            ("key", f"from {self.key}, not shown here" if self.key else self._no_key),
            ("question", _said(question)),
            ("earlier turns", turns),
            *(("sent along", line) for line in self.attachments),
            ("body", f"{self.size_bytes:,} bytes of JSON"),
            *(("note", line) for line in self.notices),
        )
        return tuple(row for row in rows if row[1])


def looked_at(prompt: str, settings: Settings, refused: Set[tuple[str, str]] = frozenset()) -> DryRun:
    """A question as it would be sent; UsageProblem, one line, for what cannot be."""
    call = prepare(prompt, settings, refused, keyless=True)
    endpoint, question = call.endpoint, call.question
    along = tuple(n.removeprefix("sent along: ") for n in call.notices if n.startswith("sent along: "))
    return DryRun(
        endpoint.provider,
        call.url,
        endpoint.key.source if endpoint.key is not None else "",
        _masked(msgspec.json.decode(call.body), call),
        _size(question.prompt),
        len(question.turns),
        _size("".join(turn.content for turn in question.turns)),
        len(call.body),
        along,
        tuple(n for n in call.notices if not n.startswith("sent along: ")),
    )


def _size(text: str) -> Size:
    return Size(len(text), len(text.encode("utf-8", "replace")))


def _said(size: Size) -> str:
    return f"{size.characters:,} characters, {size.size_bytes:,} bytes, ≈ {size.tokens:,} tokens"


def _masked(value: Any, call: Call) -> Any:
    """The body without the key, should somebody have put it there."""
    if isinstance(value, str):
        return call.endpoint.mask(value)
    if isinstance(value, dict):
        return {name: _masked(inner, call) for name, inner in value.items()}
    return [_masked(inner, call) for inner in value] if isinstance(value, list) else value


def _written(value: Any, indent: str) -> str:
    """JSON in which what fits on a line stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(line) <= LINE:
        return line
    inner = f"{indent}  "
    if isinstance(value, list):
        rows = [_written(each, inner) for each in value]
    else:
        rows = [f"{json.dumps(name, ensure_ascii=False)}: {_written(v, inner)}" for name, v in value.items()]
    start, end = "[]" if isinstance(value, list) else "{}"
    return f"{start}\n{inner}" + f",\n{inner}".join(rows) + f"\n{indent}{end}"


def _shorter(value: Any) -> Any:
    """Bytes in base64 as their first letters and how many there are."""
    if isinstance(value, str):
        found = _LONG_BASE64.match(value) if len(value) > 400 else None
        return f"{found[1] or ''}{found[2]}… ({len(value):,} characters)" if found else value
    if isinstance(value, dict):
        return {name: _shorter(inner) for name, inner in value.items()}
    return [_shorter(inner) for inner in value] if isinstance(value, list) else value
