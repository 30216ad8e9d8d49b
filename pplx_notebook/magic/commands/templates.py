"""``--templates``, ``--save-template NAME``, ``--forget-template NAME``: what is kept, and nothing is asked.

``%pplx --templates`` lists, ``%pplx --templates NAME`` shows one; ``%%pplx --template NAME`` asks with it,
and what stands below goes behind it (``with_kept``).
"""

from __future__ import annotations

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem
from pplx_notebook.magic.line.options import Asked
from pplx_notebook.prompts.template import fields
from pplx_notebook.protocol.scrub import holds_key, printable_line

COMMANDS = ("templates", "save-template", "forget-template")
SHOWN = 60  # characters of a template in the list


def named_in(asked: Asked) -> list[str]:
    """Which of them stand on a line."""
    return [name for name in COMMANDS if name in asked.switches or name in asked.values]


def run(commands: list[str], asked: Asked, cell: str | None) -> None:
    """The one that is there; UsageError, one line, for what cannot be done."""
    if len(commands) > 1:
        raise UsageError(f"--{' and --'.join(commands)} are two cells: one after the other.")
    (command,) = commands
    if command == "templates":  # the word behind it is a name
        _run(command, asked.text, cell or "")
    else:
        _run(command, asked.get(command) or "", f"{asked.text}\n{cell or ''}")


def _run(command: str, name: str, body: str) -> None:
    from pplx_notebook.prompts import kept

    try:
        if command == "save-template":
            _save(name, body)
            return
        if body.strip():
            raise UsageError(f"--{command} asks nothing: leave out the question, or leave out --{command}.")
        if command == "forget-template":
            kept.forget(name)
            _say(f"the template {name} is deleted.")
        else:
            _say(kept.read(name).rstrip("\n") if name else _list())
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None


def with_kept(name: str, text: str) -> str:
    """The template of that name, and behind it what was typed; UsageError where there is none."""
    from pplx_notebook.prompts import kept

    try:
        template = kept.read(name).strip()
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None
    return f"{template}\n\n{text.strip()}" if text.strip() else template


def _save(name: str, body: str) -> None:
    from pplx_notebook.prompts import kept

    if not body.strip():
        raise UsageError(f"--save-template {name} keeps the text below the line: there is none.")
    if holds_key(body):
        raise UsageError("the template holds what looks like a key: it was not kept.")
    said = "replaced" if kept.keep(name, body) else "kept"
    wanted = ", ".join(fields(body))
    fills = f"; it fills {wanted}" if wanted else ""
    _say(f"the template {name} is {said}{fills}: %pplx --template {name} asks with it.")


def _list() -> str:
    from pplx_notebook.prompts import kept

    names = kept.names()
    if not names:
        return "no templates are kept: %%pplx --save-template NAME keeps the text below it."
    width = max(map(len, names)) + 2
    return "\n".join(name.ljust(width) + printable_line(kept.read(name), SHOWN) for name in names)


def _say(text: str) -> None:
    print(text)  # noqa: T201  # what was asked for
