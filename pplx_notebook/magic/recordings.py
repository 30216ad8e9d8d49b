"""``--record``, ``--record-on-miss`` and ``--replay`` as arguments of a question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.error import UsageError

from pplx_notebook.magic.line.options import Asked

MODES = {"record": "record", "record-on-miss": "record-on-miss", "replay": "replay"}  # by their options
MOST_OFFERED = 50


def recording_arguments(asked: Asked) -> dict[str, Any]:
    """What they say; UsageError, one sentence, where they say two things. A file is one of the notebook's
    folder unless it says otherwise."""
    given = [name for name in MODES if asked.get(name)]
    if len(given) > 1:
        raise UsageError(f"--{' and --'.join(given)} are two ways: choose one.")
    speed = asked.get("replay-speed")
    if speed and given in ([], ["record"]):
        raise UsageError("--replay-speed is for a replay: --replay FILE --replay-speed 4")
    if not given:
        return {}
    arguments = {"record": asked.get(given[0]), "record_mode": MODES[given[0]]}
    return arguments | ({"replay_speed": speed} if speed else {})


def may_be_empty(asked: Asked) -> bool:
    """True where a question may be left out: a replay has its own."""
    return asked.get("replay") is not None


def recordings_here(begun: str) -> tuple[str, ...]:
    """The recordings in a folder, for completion; ``begun`` is what of a path is typed."""
    folder = begun.rpartition("/")[0]
    try:
        names = sorted(file.name for file in Path(folder or ".").glob("*.har"))
    except OSError:
        return ()
    return tuple(f"{folder}/{name}" if folder else name for name in names if " " not in name)[:MOST_OFFERED]
