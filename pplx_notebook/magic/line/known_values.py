"""What a value may be, as far as this session knows: providers, models, hosts, names of variables."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pplx_notebook.magic.recordings import recordings_here
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.scrub import holds_key

MOST_FILES = 2_000  # of a folder
RETIRED = ("sonar-reasoning",)  # since December 2025; still understood, no longer offered


def values_of(option: str, begun: str, given: Mapping[str, str], names: Mapping[str, Any]) -> tuple[str, ...]:
    """What may stand behind an option that has no fixed list; ``begun`` is what of it is typed, ``given`` the
    options before it, ``names`` the notebook's variables."""
    if option == "provider":
        return providers()
    if option == "model":
        return models(given.get("provider", ""), answers(names))
    if option in ("thread", "threads"):
        from pplx_notebook import session

        return tuple(f'"{name}"' if " " in name else name for name in session.threads())
    if option == "domain":
        sign = "-" if begun.startswith("-") else ""
        return tuple(sign + host for host in hosts(answers(names)))
    if option == "each":
        return tuple(name for name, value in names.items() if has_rows(value) and name[0] != "_")
    if option == "schema":
        from pplx_notebook.magic.schema_names import schemas_in

        return schemas_in(names)
    if option in ("template", "save-template", "forget-template"):
        from pplx_notebook.prompts import kept

        return kept.names()
    if option == "attach":
        return files(begun)
    if option in ("record", "replay", "record-on-miss"):
        return recordings_here(begun)
    if option == "replay-speed":
        return ("instant", "4")
    if option == "into":
        return tuple(name for name, value in names.items() if isinstance(value, Answer) and name[0] != "_")
    return ()


def has_rows(value: Any) -> bool:
    """True for what ``--each`` takes: a list, or anything with columns."""
    return (isinstance(value, list) and bool(value)) or (
        hasattr(value, "columns") and hasattr(value, "__len__")
    )


def files(begun: str) -> tuple[str, ...]:
    """The files and folders whose path begins so; hidden ones when a dot was typed."""
    quote = begun[:1] if begun[:1] in ("'", '"') else ""
    head, slash, rest = begun.removeprefix(quote).rpartition("/")
    try:
        there = sorted(Path(head + slash or ".").expanduser().iterdir(), key=lambda path: path.name.lower())
        named = [path.name + "/" * path.is_dir() for path in there[:MOST_FILES]]
    except (OSError, RuntimeError):
        return ()
    paths = [head + slash + name for name in named if name.startswith(rest) and (rest or name[0] != ".")]
    return tuple(
        path if " " not in path and not quote else f"{quote or chr(34)}{path}{quote or chr(34)}"
        for path in paths
    )


def providers() -> tuple[str, ...]:
    """The providers there are, by their first names."""
    from pplx_notebook.account import PROVIDER_NAMES

    return PROVIDER_NAMES


def models(provider: str, known: Iterable[Answer]) -> tuple[str, ...]:
    """Names a provider takes for ``--model``, and those that have answered in this session."""
    from pplx_notebook.protocol.asking.bodies import EFFORTS, SONAR_EFFORTS

    sonar = tuple(name for name in SONAR_EFFORTS if name not in RETIRED)
    if provider == "openrouter":
        names = tuple(f"perplexity/{name}" for name in sonar)
    elif provider in ("", "perplexity", "responses", "agent", "demo"):
        names = (*sonar, *EFFORTS, "perplexity/sonar")
    else:
        names = sonar
    seen = (answer.model for answer in known if not provider or answer.provider == provider)
    return tuple(dict.fromkeys((*names, *(name for name in seen if name and " " not in name))))


def hosts(known: Iterable[Answer]) -> tuple[str, ...]:
    """The sites the session's answers came from."""
    urls = (result.url for answer in known for result in answer.search_results)
    return tuple(sorted({host for url in urls if (host := host_of(url))}))


def host_of(url: str) -> str:
    """The host as ``--domain`` takes it, "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def answers(names: Mapping[str, Any]) -> list[Answer]:
    """The answers the notebook holds."""
    return [value for value in names.values() if isinstance(value, Answer)]


def variables(names: Mapping[str, Any]) -> tuple[str, ...]:
    """The variables ``{{ }}`` takes and that have a text: no functions, modules or classes, and nothing
    that looks like a key."""
    return tuple(
        sorted(
            name
            for name, value in names.items()
            if name.isascii() and name.isidentifier() and name[0] != "_"
            if not callable(value)
            and not isinstance(value, types.ModuleType)
            and not (isinstance(value, str) and holds_key(value))
        )
    )
