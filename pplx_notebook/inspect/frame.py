"""A recording's events as a pandas DataFrame."""

from __future__ import annotations

from typing import Any

from pplx_notebook.errors import UsageProblem
from pplx_notebook.frames import NEEDS_PANDAS
from pplx_notebook.inspect.recording import Recording

COLUMNS = (
    *("attempt", "number", "time_s", "gap_s", "reads", "size_bytes"),
    *("event", "id", "became", "text", "data"),
)


def frame(recording: Recording) -> Any:
    """One row an event; times in seconds after its request was issued. UsageProblem without pandas."""
    try:
        import pandas as pd
    except ImportError:
        raise UsageProblem(NEEDS_PANDAS) from None
    rows = [
        (
            *(entry.attempt, event.number, event.time_us / 1e6, event.gap_us / 1e6, event.reads, event.size),
            *(event.name, event.id, ", ".join(name for name, _ in event.chunks), event.text, event.data),
        )
        for entry in recording.entries
        for event in entry.events
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
