"""The tables of events: words from ``events.toml``, and what our own dialects make of each sample."""

from __future__ import annotations

import inspect
import tomllib
import typing
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx

from made.directive import Made, table
from pplx_notebook.protocol import chunks
from pplx_notebook.protocol.dialects.recognise import Dialects
from pplx_notebook.protocol.sse import ServerSentEvent


@cache
def told() -> list[dict[str, str]]:
    """The rows of the file."""
    rows: list[dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[
        "event"
    ]
    return rows


def becomes(row: dict[str, str]) -> list[str]:
    """The chunks of its sample, each name once; [] for what is ignored."""
    event = ServerSentEvent(raw=row["sample"].encode(), event=row.get("event", "message"))
    found = [type(chunk).__name__ for chunk in Dialects().decode(event)]
    nothing = "Started" if row["dialect"] != "responses" else ""  # id and model, which a sample leaves empty
    return [name for name in dict.fromkeys(found) if name != nothing]


class Events(Made):
    """The events of one dialect."""

    required_arguments = 1
    optional_arguments = 0

    def markdown(self) -> str:
        """A row an event."""
        rows = [
            (names(row["name"]), row["says"], " ".join(f"`{name}`" for name in becomes(row)) or "nothing")
            for row in told()
            if row["dialect"] == self.named
        ]
        return table(("event", "what it says", "becomes"), rows)


def names(text: str) -> str:
    """Names of events as code; sentences stay as they are."""
    if " " in text.split(", ")[0].replace("; ", "").replace(": ", ""):
        return text
    return ", ".join(f"`{name}`" for name in text.split(", "))


class Chunks(Made):
    """What an event can mean: the one vocabulary of all dialects."""

    def markdown(self) -> str:
        """A row a chunk, in the order of the code."""
        kinds = typing.get_args(chunks.AnyChunk)
        return table(
            ("chunk", "means"), [(f"`{kind.__name__}`", inspect.getdoc(kind) or "") for kind in kinds]
        )


def setup(app: Sphinx) -> None:
    """The directives."""
    app.add_directive("events", Events)
    app.add_directive("chunks", Chunks)
