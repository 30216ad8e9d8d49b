"""The providers there are: dialect, address, paths and the names of their keys, by name and alias."""

from __future__ import annotations

import msgspec

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.protocol.asking.payload import RequestDialect

PERPLEXITY_KEYS = ("PERPLEXITY_API_KEY", "PPLX_API_KEY")


class Provider(msgspec.Struct, frozen=True):
    """A preset: dialect, address, paths for streamed and whole answers and other names of them, names of its
    keys."""

    name: str
    dialect: RequestDialect
    base_url: str = ""
    path: str = ""
    whole_path: str = ""
    other_paths: tuple[str, ...] = ()
    key_names: tuple[str, ...] = ()
    needs_key: bool = False


PRESETS = (
    Provider(
        "perplexity",
        "responses",
        base_url="https://api.perplexity.ai",
        path="/v1/responses",
        other_paths=("/v1/agent",),
        key_names=PERPLEXITY_KEYS,
        needs_key=True,
    ),
    Provider("chat", "chat", path="/chat/completions", key_names=PERPLEXITY_KEYS),
    Provider(
        "openrouter",
        "chat",
        base_url="https://openrouter.ai/api/v1",
        path="/chat/completions",
        key_names=("OPENROUTER_API_KEY",),
        needs_key=True,
    ),
    Provider(
        "perf",
        "perf",
        base_url="https://api.withperf.pro",
        path="/v1/chat/stream",
        whole_path="/v1/chat",
        key_names=("PERF_API_KEY",),
        needs_key=True,
    ),
    Provider("named", "named", key_names=PERPLEXITY_KEYS),
    Provider("demo", "responses", base_url="http://localhost", path="/v1/responses"),
)
PROVIDERS = {preset.name: preset for preset in PRESETS}
ALIASES = {"responses": "perplexity", "agent": "perplexity", "openai-compatible": "chat", "gateway": "chat"}
NAMES = (*PROVIDERS, *ALIASES)


def provider_named(name: str) -> str:
    """The preset of that name or alias; UsageProblem naming the nearest one otherwise."""
    name = ALIASES.get(name, name)
    if name in PROVIDERS:
        return name
    near = nearest(name, NAMES)
    hint = f"did you mean {near}?" if near else f"there are {', '.join(PROVIDERS)}."
    raise UsageProblem(f"unknown provider {printable(name)}: {hint}")
