"""What ``%load_ext`` and ``%unload_ext`` do: the magics, the question-mark rule, completion, the display of
answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the network and the renderer load with the first question, not with %load_ext
    from IPython.core.interactiveshell import InteractiveShell

    from pplx_notebook.protocol.answer import Answer

from pplx_notebook.key_places import dotenv
from pplx_notebook.magic import shown_sources
from pplx_notebook.magic.line import completion
from pplx_notebook.magic.pplx import Pplx
from pplx_notebook.magic.question_mark import QuestionMark
from pplx_notebook.magic.shown import archived, comparison, evidence
from pplx_notebook.processes import IN_BROWSER

# by name: the network loads with the first question
HISTORY = ("pplx_notebook.library.store.history", "History")
AWAITED = "pplx_notebook.magic.line.awaited"
UNDER_WAY = ("pplx_notebook.network.question.pending_answer", "PendingAnswer")


def load(shell: InteractiveShell) -> None:
    """Register the magics, the question-mark rule, completion and the display of answers."""
    magic = Pplx(shell)
    shell.register_magics(magic)
    transformers = shell.input_transformer_manager.token_transformers
    if QuestionMark not in transformers:
        transformers.append(QuestionMark)
    completion.register(shell)
    if IN_BROWSER:
        awaits(shell)
    dotenv.beside(notebook_folder(shell))
    if shell.display_formatter is not None:
        formatter = shell.display_formatter.mimebundle_formatter
        formatter.for_type(answer_type(), partial(answer_bundle, magic))
        formatter.for_type_by_name(*UNDER_WAY, partial(under_way_bundle, magic))
        formatter.for_type_by_name(*shown_sources.SOURCES, shown_sources.sources_bundle)
        formatter.for_type_by_name(*HISTORY, history_bundle)
        formatter.for_type_by_name(*archived.ARCHIVED, archived.archived_bundle)
        formatter.for_type_by_name(*comparison.COMPARISON, comparison.comparison_bundle)
        formatter.for_type_by_name(*evidence.EVIDENCE, evidence.evidence_bundle)
        itself = shell.display_formatter.ipython_display_formatter
        itself.for_type_by_name(*shown_sources.OF_SESSION, magic.live_sources.show)
    for live in (magic.live_sources, magic.live_bibliography):
        shell.events.register("post_run_cell", live.renew)


def awaits(shell: InteractiveShell) -> None:
    """In a browser that cannot pause Python, have cells await their answers."""
    from pplx_notebook.browser.waiting import switches
    from pplx_notebook.magic.line.awaited import awaited

    if not switches() and awaited not in shell.input_transformers_post:
        shell.input_transformers_post.append(awaited)


def unload(shell: InteractiveShell) -> None:
    """Take back what ``load`` registered."""
    transformers = shell.input_transformer_manager.token_transformers
    if QuestionMark in transformers:
        transformers.remove(QuestionMark)
    completion.unregister(shell)
    shell.input_transformers_post[:] = [
        step for step in shell.input_transformers_post if getattr(step, "__module__", "") != AWAITED
    ]
    dotenv.beside(None)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("pplx", None)
    for renew in [one for one in shell.events.callbacks["post_run_cell"] if is_ours(one)]:
        shell.events.unregister("post_run_cell", renew)
    shell.configurables[:] = [item for item in shell.configurables if not isinstance(item, Pplx)]
    if shell.display_formatter is not None:
        formatter = shell.display_formatter.mimebundle_formatter
        formatter.pop(answer_type(), None)
        formatter.pop(".".join(UNDER_WAY), None)
        formatter.pop(".".join(archived.ARCHIVED), None)
        formatter.pop(".".join(comparison.COMPARISON), None)
        formatter.pop(".".join(evidence.EVIDENCE), None)
        formatter.pop(".".join(shown_sources.SOURCES), None)
        formatter.pop(".".join(HISTORY), None)
        shell.display_formatter.ipython_display_formatter.pop(".".join(shown_sources.OF_SESSION), None)


def is_ours(callback: object) -> bool:
    """Whether IPython calls a live table of ours."""
    return isinstance(getattr(callback, "__self__", None), shown_sources.LiveTable)


def notebook_folder(shell: InteractiveShell) -> Path:
    """Where the notebook lies: VS Code names its file, everywhere else kernels start beside it."""
    file = shell.user_ns.get("__vsc_ipynb_file__")
    return Path(file).parent if isinstance(file, str) and file else Path.cwd()


def answer_type() -> type[Answer]:
    """The Answer class, imported when needed."""
    from pplx_notebook.protocol.answer import Answer

    return Answer


def answer_bundle(magic: Pplx, answer: Answer, **_: Any) -> dict[str, Any]:
    """What a cell shows whose last line is an answer: the same as the finished output of ``%%pplx``."""
    from pplx_notebook.views.screens.show_again import again

    return again(answer, sources=magic.sources, findings=evidence.findings_on(answer))


def under_way_bundle(magic: Pplx, live: Any, **_: Any) -> dict[str, Any] | None:
    """The same of one that was under way, once it is done; before, its own sentence is shown."""
    return answer_bundle(magic, live.answer) if live.done else None


def history_bundle(_: object, **__: Any) -> dict[str, Any]:
    """What a cell shows whose last line is ``pplx.history``: the same as ``%pplx --history``."""
    from pplx_notebook.magic.commands.history import table

    return table("")
