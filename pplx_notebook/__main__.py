"""``pplx-notebook sources notebook.ipynb``: the sources a notebook cites, on standard output;
``pplx-notebook check``: whether those sources say what its answers say; ``pplx-notebook history``: the
answers that are kept; ``pplx-notebook serve``: a gateway to the provider that keeps the key on this side."""

from __future__ import annotations

import argparse
import sys
import warnings

from pplx_notebook.exports.formats import FORMATS
from pplx_notebook.library.sources import sources_in_notebook
from pplx_notebook.protocol.writable import writable


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 the notebook could not be read (one line says why), 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="pplx-notebook", description="Read back what pplx_notebook saved.")
    commands = parser.add_subparsers(dest="command", required=True)
    sources = commands.add_parser("sources", help="list every source cited in a notebook, once")
    sources.add_argument("notebook", help="an .ipynb file; it is read, not executed")
    sources.add_argument("--to", "--format", dest="format", choices=FORMATS, default="table")
    history = commands.add_parser("history", help="answers kept here: find, show, back up, forget")
    if (arguments if arguments is not None else sys.argv[1:])[:1] == ["history"]:
        return _history(history, parser, arguments)
    if (arguments if arguments is not None else sys.argv[1:])[:1] == ["export"]:
        return _export(commands.add_parser("export"), parser, arguments)
    commands.add_parser("export", help="write it up; a study folder", add_help=False)
    if (arguments if arguments is not None else sys.argv[1:])[:1] == ["serve"]:
        return _serve(commands.add_parser("serve"), parser, arguments)
    check = commands.add_parser("check", help="whether the sources in a notebook say what its answers say")
    if (arguments if arguments is not None else sys.argv[1:])[:1] == ["check"]:
        from pplx_notebook.checks.command import add_options

        add_options(check)
    commands.add_parser("serve", help="let other programs and pages ask, the key stays here", add_help=False)
    asked = parser.parse_args(arguments)
    try:
        with warnings.catch_warnings(record=True) as notes:
            warnings.simplefilter("always")
            text = _checked(asked) if asked.command == "check" else _listed(asked.notebook, asked.format)
    except OSError as error:
        sys.stderr.write(f"pplx-notebook: {asked.notebook}: {error.strerror}\n")
        return 1
    except ValueError as error:
        sys.stderr.write(f"pplx-notebook: {error}\n")
        return 1
    for note in notes:
        sys.stderr.write(f"pplx-notebook: {note.message}\n")
    sys.stdout.write(writable(text + "\n", sys.stdout))
    return 0


def _listed(notebook: str, form: str) -> str:
    """The sources of a notebook in one of the formats."""
    found = sources_in_notebook(notebook)
    if not found:
        sys.stderr.write(f"pplx-notebook: {notebook} cites no source.\n")
    return FORMATS[form](list(found))


def _checked(asked: argparse.Namespace) -> str:
    """The check loads with its own command only."""
    from pplx_notebook.checks.command import checked

    return checked(asked)


def _history(
    own: argparse.ArgumentParser, parser: argparse.ArgumentParser, arguments: list[str] | None
) -> int:
    """SQLite loads with its own command only."""
    from pplx_notebook.exports.history import as_page, as_table
    from pplx_notebook.library.store.command import add_options, run

    add_options(own)
    return run(parser.parse_args(arguments), as_table, as_page)


def _export(
    own: argparse.ArgumentParser, parser: argparse.ArgumentParser, arguments: list[str] | None
) -> int:
    """Write-ups load with their own command only."""
    from pplx_notebook.exports.writeups.command import add_options, run

    add_options(own)
    return run(parser.parse_args(arguments))


def _serve(own: argparse.ArgumentParser, parser: argparse.ArgumentParser, arguments: list[str] | None) -> int:
    """The gateway loads with its own command only: it needs a server."""
    from pplx_notebook.demo.server.needed import require_installed

    require_installed()
    from pplx_notebook.gateway.command import add_options, serve

    add_options(own)
    return serve(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
