"""What is typed in a cell and in a terminal: the magic's options and settings, each command's own help."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache

from sphinx.application import Sphinx

from made.directive import Made, table
from pplx_notebook.magic.defaults import Defaults
from pplx_notebook.magic.line.option_table import OPTIONS

COMMAND = (sys.executable, "-m", "pplx_notebook")


class MagicOptions(Made):
    """The table of ``magic/line/option_table.py``."""

    def markdown(self) -> str:
        """A row an option."""
        rows = []
        for option in OPTIONS:
            value = ", ".join(f"`{choice}`" for choice in option.choices) or (
                option.value and f"`{option.value}`"
            )
            rows.append((f"`--{option.name}`", value, option.help.replace("{{", "`{{").replace("}}", "}}`")))
        return table(("option", "value", "what it does"), rows)


class MagicSettings(Made):
    """What ``%config Pplx`` lists."""

    def markdown(self) -> str:
        """A row a trait."""
        traits = Defaults.class_own_traits(config=True)
        rows = [
            (f"`Pplx.{name}`", f"`{trait.default_value!r}`", trait.help)
            for name, trait in sorted(traits.items())
        ]
        return table(("setting", "default", "what it does"), rows)


class CommandHelp(Made):
    """``--help`` of the command line: of all commands, each under its name."""

    def markdown(self) -> str:
        """As a terminal of 84 columns shows it."""
        commands = re.findall(r"\{([\w,-]+)\} \.\.\.", help_of(COMMAND))[0].split(",")
        parts = [
            ("pplx-notebook", COMMAND),
            *((f"pplx-notebook {name}", (*COMMAND, name)) for name in commands),
        ]
        parts.append(("python -m pplx_notebook.demo", (sys.executable, "-m", "pplx_notebook.demo")))
        return "\n\n".join(f"**`{name}`**\n\n```text\n{help_of(command)}\n```" for name, command in parts)


@cache
def help_of(command: tuple[str, ...]) -> str:
    """What a command says of itself."""
    run = subprocess.run(  # noqa: S603 - our own commands
        [*command, "--help"], capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "84"}
    )
    return run.stdout.strip()


def setup(app: Sphinx) -> None:
    """The directives."""
    app.add_directive("magic-options", MagicOptions)
    app.add_directive("magic-settings", MagicSettings)
    app.add_directive("command-help", CommandHelp)
