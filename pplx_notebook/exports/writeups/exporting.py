"""``pplx_notebook.export``: what was found, as a file others go on with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.exports.writeups.formats import WRITE_UPS
from pplx_notebook.exports.writeups.from_notebook import ONLY, Only
from pplx_notebook.exports.writeups.writing import Export, made_of, written


def export(
    what: Any,
    path: str | os.PathLike[str] | None = None,
    *,
    to: str,
    only: Only = "all",
    title: str | None = None,
    force: bool = False,
) -> Export:
    """Write up a saved notebook (its path), a ``Study`` or its file, a ``Thread``, the ``history``, an
    ``Answer`` or several, as ``to``: "myst", "quarto", "latex", "markdown", "docx" (needs Pandoc),
    or "ro-crate", a folder with answers, sources, checks, environment and a methods paragraph.

    ``[n]`` becomes the format's own citation of a key in the ``.bib`` written beside it. ``path`` is the file
    (for "ro-crate" the folder) to write, by default named after the notebook and beside it; ``only`` is
    "all" of a notebook, its "text" (Markdown and answers, no code) or its "answers". Private answers are left
    out, keys masked. ``force``: write over files of others. Nothing is executed, asked or fetched.

    Gives what was written: ``.path``, ``.files``, ``.notices``. ``UsageProblem`` where it cannot be.
    """
    if to == "ro-crate":
        from pplx_notebook.exports.folder.writing import study_folder

        return study_folder(what, path, title=title, force=force)
    form = WRITE_UPS.get(to)  # type: ignore[call-overload]
    if form is None:
        near = nearest(str(to), [*WRITE_UPS, "ro-crate"])
        hint = f"did you mean {near}?" if near else f"known: {', '.join(WRITE_UPS)}, ro-crate."
        raise UsageProblem(f"there is no write-up as {printable(str(to))}: {hint}")
    if only not in ONLY:
        raise UsageProblem(f"only must be one of {', '.join(ONLY)}.")
    made, usual = made_of(what, only, title)
    file = usual.with_suffix(form.ending) if path is None else Path(path).expanduser()
    return written(made, form, file, force=force)
