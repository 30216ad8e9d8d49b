"""Values of options that say more than a word: a name, an amount of money, nothing after all."""

from __future__ import annotations

import keyword

from IPython.core.error import UsageError

from pplx_notebook.magic.options import Asked


def dollars(name: str, value: str | None) -> float | None:
    """The value of an option that is an amount of money; UsageError where it is none."""
    if value is None:
        return None
    try:
        amount = float(value.removeprefix("$"))
    except ValueError:
        amount = 0.0
    if not amount > 0:
        raise UsageError(f"--{name} takes US dollars, for example --{name} 0.50")
    return amount


def without_off(value: str) -> str:
    """The value of an option that a configuration may give; ``off`` takes that back for one cell."""
    return "" if value == "off" else value


def name_for(asked: Asked) -> str | None:
    """The variable the answer is to be bound to."""
    name = asked.get("into")
    if name is not None and (not name.isidentifier() or keyword.iskeyword(name)):
        raise UsageError("--into needs a plain variable name, for example --into fusion")
    return name
