"""Every message a user can meet, as the code writes it: its words, with … where a value stands.

``{messages}`` lists those that the troubleshooting page says nothing further of; tests/docs holds both
together.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx

import pplx_notebook.errors as tree
from made.directive import Made, table

PACKAGE = Path(tree.__file__).parent
CLASSES = {
    name for name, kind in vars(tree).items() if isinstance(kind, type) and issubclass(kind, tree.PplxError)
}
RAISED = CLASSES | {"UsageError"}  # IPython's own, for what is wrong in a cell's line
ELSEWHERE = ("demo", "gateway")  # what those say, they say as a server


@dataclass(frozen=True)
class Message:
    """Where it stands, what kind of error it is, its words."""

    place: str
    kind: str
    words: str


# functions that return a message, or a part of one
SPOKEN = {
    "network/rules/failures.py": ("_connect_message", "_advice"),
    "network/rules/endpoints.py": ("_no_key",),
    "protocol/reading/no_text.py": ("_why",),
}
TABLES = ("WORDS", "CLOCKS", "_ENDINGS")  # of such messages, at the head of a file


def messages() -> Iterator[Message]:
    """All of them, file by file."""
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        if not name.startswith(ELSEWHERE):
            yield from _of_file(file, name)


def _of_file(file: Path, name: str) -> Iterator[Message]:
    module = ast.parse(file.read_text("utf-8"))
    said: dict[str, list[ast.expr]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            said.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(module):
        for kind, expression in _expressions(node, name):
            for words in _words(expression, said):
                if re.search(r"[a-z]{3} [a-z]", words):  # a sentence, not a name or a value alone
                    yield Message(f"{name}:{expression.lineno}", kind, words)


def _expressions(node: ast.AST, file: str) -> Iterator[tuple[str, ast.expr]]:
    """Where a message is written: an exception, an error value, what a function returns, a table."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in RAISED and node.args:
            yield node.func.id, node.args[0]
        if node.func.id == "AnswerError":
            given = {one.arg: one.value for one in node.keywords}
            kind = getattr(given.get("kind"), "value", "")
            raised = tree.BY_KIND.get(kind, tree.PplxError).__name__
            yield from ((raised, value) for name, value in given.items() if name == "message")
    if isinstance(node, ast.FunctionDef) and node.name in SPOKEN.get(file, ()):
        for inner in ast.walk(node):
            if isinstance(inner, ast.Return) and inner.value is not None:
                yield node.name, inner.value
    if (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in TABLES
    ):
        yield from (
            ("table", one) for one in ast.walk(node.value) if isinstance(one, ast.Constant | ast.Name)
        )


def _words(node: ast.expr, said: dict[str, list[ast.expr]]) -> list[str]:
    """The words of an expression, a value in them as …; a conditional one has two."""
    if isinstance(node, ast.Constant):
        return [re.sub(r"(?<!\{)\{[^{}]*\}", "…", str(node.value))]
    if isinstance(node, ast.JoinedStr):
        parts = (str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        return [re.sub("…+", "…", "".join(parts))]
    if isinstance(node, ast.IfExp):
        return _words(node.body, said) + _words(node.orelse, said)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _words(node.func.value, said)
    if isinstance(node, ast.Name):
        return [words for value in said.pop(node.id, []) for words in _words(value, said)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [a + b for a in _words(node.left, said) for b in _words(node.right, said)]
    if isinstance(node, ast.BoolOp):
        return [words for value in node.values for words in _words(value, said)]
    return []


def entries(page: str) -> list[str]:
    """The messages that a page explains: the code in the terms of its lists."""
    return [
        words
        for term in re.findall(r"^(`.+)\n: ", page, re.MULTILINE)
        for words in re.findall(r"`([^`]+)`", term)
    ]


def is_told(one: Message, explained: list[str]) -> bool:
    """True for a message with an entry; several make one, so it may be a part of that."""
    return any(one.words.rstrip("…") in words for words in explained)


class Messages(Made):
    """The rest of the messages."""

    def markdown(self) -> str:
        """A row a message, in the order of the alphabet."""
        explained = entries(Path(self.env.doc2path(self.env.docname)).read_text("utf-8"))
        rest = {one.words: one.kind for one in messages() if not is_told(one, explained)}
        for file in PACKAGE.rglob("*.py"):
            self.env.note_dependency(str(file))
        rows = [(f"``{words}``", f"`{kind}`") for words, kind in sorted(rest.items(), key=by_letters)]
        return table(("message", "raised as"), rows) if rows else "None."


def by_letters(pair: tuple[str, str]) -> str:
    """For an order in which a reader looks: by the first letters."""
    return re.sub(r"[^a-z]+", "", pair[0].lower())


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("messages", Messages)
