"""``%%pplx`` and ``%pplx``: what is typed goes in, an ``Answer`` comes out.

The magic is thin: ``options.py`` reads its line, ``template.py`` fills its body, ``client.py`` asks,
``views.screens.show`` shows. It blocks until the answer is complete, so that Run All, nbclient and papermill
keep their order, and a failed question fails its cell.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from IPython.core.error import UsageError
from IPython.core.magic import line_cell_magic, magics_class, no_var_expand
from msgspec.structs import replace

from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.magic.checks import check_of
from pplx_notebook.magic.commands import again, asks_nothing, templates
from pplx_notebook.magic.commands.costs import dollars, without_off
from pplx_notebook.magic.defaults import Defaults
from pplx_notebook.magic.line.options import (
    Asked,
    extra_fields,
    header_fields,
    help_text,
    read_line,
    whole_number,
)
from pplx_notebook.magic.names import names_in_sight
from pplx_notebook.magic.recordings import may_be_empty, recording_arguments
from pplx_notebook.magic.schema_names import schema_named
from pplx_notebook.magic.shown_sources import LiveTable
from pplx_notebook.magic.template import fill
from pplx_notebook.magic.waiting import Begun, in_cell, notebook_wait, streamed, usage_fails
from pplx_notebook.prompts.template import Filled
from pplx_notebook.protocol.scrub import holds_key
from pplx_notebook.views.screens.view import ViewName

if TYPE_CHECKING:  # the network and the renderer load with the first question, not with %load_ext
    from IPython.core.interactiveshell import InteractiveShell

    from pplx_notebook.client import PendingAnswer
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.safe_view import How
    from pplx_notebook.views.screens.show import Showing


LAST = "_pplx"


@magics_class
class Pplx(Defaults):
    """Defaults of ``%%pplx``; set one with ``%config Pplx.model = "sonar-pro"``."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self.namespace: dict[str, Any] = shell.user_ns
        self.last: Answer | None = None
        self.live_sources, self.live_bibliography = LiveTable(), LiveTable()

    @no_var_expand
    @line_cell_magic
    def pplx(self, line: str, cell: str | None = None) -> None:
        """Ask the web; the cited answer streams into this cell."""
        with in_cell():
            begun = self._begun(line, cell)
            if begun is not None:
                begun.over(begun.showing.waited(notebook_wait() if self.cooperative else None))

    async def awaited(self, line: str, cell: str | None = None) -> None:
        """The same for a cell that awaits it: ``line.awaited`` makes some of these."""
        with usage_fails():
            begun = self._begun(line, cell)
            if begun is not None:
                begun.over(await begun.showing.awaited())

    streamed = staticmethod(streamed)

    def _begun(self, line: str, cell: str | None) -> Begun | None:
        """Do what the line says; an answer that is still to be waited for, None where there is none."""
        asked = read_line(line)
        if asks_nothing.run(self, asked, cell):
            return None
        from pplx_notebook.magic.commands import each

        each.check(asked)
        name = asked.into
        if asked.get("each") is not None:
            each.ask_each(self, asked, self._text(asked, cell), name)
            return None
        prompt = self._prompt(asked, cell)
        if "dry-run" in asked.switches:
            self._show_dry_run(prompt, asked)
            return None
        if "background" in asked.switches:
            self._ask_in_background(prompt, asked, name)
            return None
        before = again.answer_before(self, asked) if again.is_wanted(asked) else None

        def then(answer: Answer) -> None:
            if before is not None and answer.text:
                again.show_difference(before, answer, self.view_of(asked))

        return Begun(self._shown(self._begin(prompt, asked), asked, name), then)

    def _text(self, asked: Asked, cell: str | None) -> str:
        """The question as it was typed."""
        text = asked.text if cell is None else cell
        if cell is not None and asked.text:
            raise UsageError("%%pplx takes only options on its first line; the question goes below it.")
        if (kept := asked.get("template")) is not None:
            text = templates.with_kept(kept, text)
        if not text.strip():
            if may_be_empty(asked):
                return ""
            where = "write it behind %pplx" if cell is None else "write it below the %%pplx line"
            raise UsageError(f"the question is empty: {where}.")
        return text.strip()

    def _prompt(self, asked: Asked, cell: str | None) -> Filled:
        """The question as it will be sent, and what was left out of it."""
        if again.is_wanted(asked):
            return again.prompt_again(self, asked, cell)
        text = self._text(asked, cell)
        if not text:
            return Filled("")
        verbatim = "verbatim" in asked.switches
        filled = Filled(text) if verbatim else fill(text, names_in_sight(self.namespace))
        if holds_key(filled.text):
            raise UsageError(
                "the question holds what looks like a key: it was not sent, take it out of the cell."
            )
        return replace(filled, text=filled.text.strip())

    def _shown(self, running: PendingAnswer, asked: Asked, name: str | None) -> Showing:
        """What shows it; it is bound before its end is shown."""
        from pplx_notebook.views.screens.show import Showing

        return Showing(running, self._how(asked, name))

    def _how(self, asked: Asked, name: str | None, *, may_ask: bool = True) -> How:
        """How it is shown. ``may_ask``: somebody can be asked whether pages may be fetched."""
        from pplx_notebook.views.screens.safe_view import How

        at_end, check = partial(self.bind, name=name), check_of(self, asked, may_ask=may_ask)
        return How(self.view_of(asked), at_end, self.sources_of(asked), self._inspects(asked), check)

    def _begin(self, prompt: Filled, asked: Asked) -> PendingAnswer:
        """Send the question; the answer will know the cell it was asked in."""
        from pplx_notebook import client

        running = client.begin(prompt.text, **self.arguments(asked))
        running.note(prompt.notes)
        # IPython 9.18 counts shell.execution_count up before the cell runs, earlier ones behind it
        running.asked_in_cell(self.shell.displayhook.prompt_count if self.shell is not None else None)
        return running

    def _show_dry_run(self, prompt: Filled, asked: Asked) -> None:
        """What would be sent, with sizes; nothing is."""
        from pplx_notebook import client
        from pplx_notebook.document.records import dry_run_page
        from pplx_notebook.views.screens.show_again import show_page

        looked = client.dry_run(prompt.text, **self.arguments(asked))
        rows = [*looked.rows(), *(("note", note) for note in prompt.notes)]
        show_page(dry_run_page(rows, looked.shown), self.view_of(asked))

    def view_of(self, asked: Asked) -> ViewName:
        """How to show it; both sources have been checked against the same list."""
        return cast("ViewName", asked.get("view") or self.view)

    def sources_of(self, asked: Asked) -> SourcesName:
        """How much of its sources is shown."""
        return cast("SourcesName", asked.get("sources") or self.sources)

    def _inspects(self, asked: Asked) -> bool:
        """Whether the exchange itself is shown, too."""
        return self.inspect or "inspect" in asked.switches

    def _ask_in_background(self, prompt: Filled, asked: Asked, name: str | None) -> None:
        """Send the question and go on; the answer under way is bound at once, to be waited for or awaited."""
        from pplx_notebook.magic.waiting import running_loop
        from pplx_notebook.views.screens.background import show_in_background

        if running_loop() is None:
            raise UsageError("--background needs a Jupyter kernel; in a script use pplx_notebook.stream.")
        running = self._begin(prompt, asked)
        show_in_background(running, self._how(asked, None, may_ask=False))
        self.namespace[name or LAST] = running

    def arguments(self, asked: Asked) -> dict[str, Any]:
        """What the line and the configuration say, as arguments of ``client.begin``; nothing unasked."""
        chosen: dict[str, Any] = {
            "provider": asked.get("provider") or self.provider,
            "base_url": asked.get("base-url") or self.base_url,
            "model": asked.get("model") or self.model,
            "thread": asked.get("thread"),
            "max_earlier": asked.get("max-earlier") and whole_number("max-earlier", asked.get("max-earlier")),
            "recency": asked.get("recency") or self.recency,
            "domains": asked.lists.get("domain") or tuple(self.domains),
            "cache": without_off(asked.get("cache") or self.cache),
            "max_cost_usd": dollars("max-cost-usd", asked.get("max-cost-usd")) or self.max_cost_usd,
            "extra": extra_fields(asked.lists.get("set", ())),
            "headers": header_fields(asked.lists.get("header", ())),
        }
        chosen = {name: value for name, value in chosen.items() if value}
        chosen |= recording_arguments(asked)
        chosen |= {"allow_plain_http": self.allow_plain_http, "in_cell": True}
        chosen |= dict.fromkeys(asked.switches & {"images", "related", "private"}, True)
        if files := asked.lists.get("attach"):
            chosen["attach"] = files
        if (form := asked.get("schema")) is not None:
            chosen["schema"] = schema_named(form, names_in_sight(self.namespace))
        if "schema-retry" in asked.switches:
            chosen["schema_retry"] = True
        if self._inspects(asked):
            chosen["inspect"] = True
        if "no-stream" in asked.switches:
            chosen["stream"] = False
        if "continue" in asked.switches or "continue" in asked.values:
            from pplx_notebook.magic.goes_on import answer_named

            if "thread" in chosen:
                raise UsageError("--thread goes on in its own conversation, --continue in another: give one.")
            chosen["continue_from"] = answer_named(asked.get("continue") or "", self.last, self.namespace)
        return again.as_then(self, asked, chosen) if again.is_wanted(asked) else chosen

    def bind(self, answer: Answer, name: str | None) -> None:
        """Hand the answer, whole or partial, to the notebook."""
        self.last = answer
        self.namespace[LAST] = answer
        if name is not None:
            self.namespace[name] = answer
        self.live_sources.renew()
        self.live_bibliography.renew()


Pplx.pplx.__doc__ = f"""Ask the web; the cited answer streams into this cell.

    %%pplx --into fusion --recency month
    What is the state of fusion energy in {{{{year}}}}?

    %pplx what is a black hole?

Options:
{help_text()}

{{{{name}}}} in the question becomes the text of that variable; nothing else is touched.
Defaults: %config Pplx.model = "sonar-pro"; %config Pplx lists them.
%env PPLX_DEMO_PACE=instant sets how fast the demo engine writes: lifelike, instant, or 2 for twice as fast.
"""
