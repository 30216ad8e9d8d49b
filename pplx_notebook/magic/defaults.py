"""What ``%config Pplx`` lists: the defaults of ``%%pplx``, each a trait with its help."""

from __future__ import annotations

from typing import Any, get_args

from IPython.core.magic import Magics
from traitlets import Bool, Enum, Float, List, Unicode, observe

from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.views.screens.view import ViewName


class Defaults(Magics):
    """Defaults of ``%%pplx``; set one with ``%config Pplx.model = "sonar-pro"``."""

    model = Unicode("", help="Model or effort; empty: the provider's own default.").tag(config=True)
    provider = Unicode("", help="Provider; empty: perplexity with a key, else demo.").tag(config=True)
    base_url = Unicode("", help="Address of an OpenAI-compatible server or gateway.").tag(config=True)
    allow_plain_http = Bool(
        False, help="Send the key over http:// to private addresses and names of this network, too."
    ).tag(config=True)
    recency = Unicode("", help="Only sources this recent: hour, day, week, month, year.").tag(config=True)
    domains = List(Unicode(), help="Only these sites; -site.org leaves one out.").tag(config=True)
    view = Enum(get_args(ViewName), "auto", help="How answers are shown.").tag(config=True)
    sources = Enum(
        get_args(SourcesName), "full", help="How much of their sources answers show: full, compact, none."
    ).tag(config=True)
    check = Bool(False, help="Check each answer against its sources, as --check.").tag(config=True)
    history = Bool(False, help="Keep questions and answers on this computer.").tag(config=True)
    cache = Unicode("", help="Same question, answer from the cache unless older: 7d.").tag(config=True)
    max_cost_usd = Float(None, allow_none=True, help="US dollars the session may cost.").tag(config=True)
    archive = Unicode("", help="Memento TimeGate asked for archived addresses, --archive.").tag(config=True)
    fetch = Enum(
        ("ask", "always", "never"),
        "ask",
        help="Whether a check fetches the cited pages: ask once, always, never.",
    ).tag(config=True)
    inspect = Bool(False, help="Show the exchange itself below each answer, as --inspect.").tag(config=True)
    cooperative = Bool(
        True, help="Let asyncio tasks of the notebook go on while a cell streams (nest-asyncio2)."
    ).tag(config=True)

    @observe("history")
    def _history_turned(self, change: dict[str, Any]) -> None:
        from pplx_notebook.magic.commands.history import turned

        turned(change["new"])

    @observe("fetch")
    def _fetch_turned(self, change: dict[str, Any]) -> None:
        from pplx_notebook.checks.consent import turned

        turned(change["new"])
