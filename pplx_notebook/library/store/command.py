"""``pplx-notebook history``: list, search, show, back up, export, restore, forget; costs and the place."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import get_args

from pplx_notebook.errors import PplxError
from pplx_notebook.library.store.history import History
from pplx_notebook.library.store.place import path_of
from pplx_notebook.library.store.rows import KeptAnswer
from pplx_notebook.protocol.writable import writable

Table = Callable[[list[KeptAnswer]], str]
Page = Callable[[KeptAnswer], str]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The commands and what they take."""
    parser.add_argument("--file", help="another history or a backup; default: this user's own")
    commands = parser.add_subparsers(dest="history_command")
    search = commands.add_parser("search", help="find answers by words in question, text or sources")
    search.add_argument("words", nargs="+", help="all of them; fus* begins a word, -word is not in it")
    listed = commands.add_parser("list", help="the last answers, as without a command")
    for command in (search, listed):
        command.add_argument("--limit", type=int, default=20)
    show = commands.add_parser("show", help="one answer, as Markdown")
    show.add_argument("id", type=int)
    for name, what in (("backup", "copy it to a new file"), ("export", "write it as JSON lines")):
        commands.add_parser(name, help=what).add_argument("file_name", metavar="FILE")
    restore = commands.add_parser("restore", help="take in what a backup has and this history has not")
    restore.add_argument("file_name", metavar="FILE")
    forget = commands.add_parser("forget", help="delete: ID, all, or older than 30d")
    forget.add_argument("what", nargs="+")
    costs = commands.add_parser("costs", help="what the answers cost")
    costs.add_argument("--by", choices=_bys(), default="day")
    commands.add_parser("path", help="where it is")


def run(asked: argparse.Namespace, table: Table, page: Page) -> int:
    """One of them; 0 done, 1 it could not be (one line says why). ``table`` and ``page`` write answers."""
    history = History(lambda: path_of(asked.file))
    try:
        _write(_done(history, asked, table, page))
    except PplxError as problem:
        sys.stderr.write(f"pplx-notebook: {problem}\n")
        return 1
    return 0


def _done(history: History, asked: argparse.Namespace, table: Table, page: Page) -> str:
    """What a command says."""
    command = asked.history_command or "list"
    if command in ("list", "search"):
        words = " ".join(getattr(asked, "words", ()))
        return table(list(history.rows(words, limit=getattr(asked, "limit", 20))))
    if command == "show":
        return page(history.row(asked.id))
    if command == "backup":
        return f"written to {history.backup(asked.file_name)}"
    if command == "export":
        return f"written to {history.export(asked.file_name)}"
    if command == "restore":
        return f"{history.restore(asked.file_name):,} answers taken in"
    if command == "forget":
        return f"{history.forget(' '.join(asked.what)):,} answers forgotten, {len(history):,} left"
    if command == "costs":
        return "\n".join(
            f"{spent.name or '-':<24} {_dollars(spent.cost_usd):>12}  {spent.answers:,} answers"
            for spent in history.costs(asked.by)
        )
    return str(history.path)


def _bys() -> tuple[str, ...]:
    from pplx_notebook.library.store.queries import By

    return get_args(By)


def _dollars(cost_usd: float | None) -> str:
    return f"${cost_usd:.4f}" if cost_usd is not None else "-"


def _write(text: str) -> None:
    sys.stdout.write(writable(f"{text}\n" if text else "", sys.stdout))
