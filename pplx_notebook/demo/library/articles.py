"""The library: short articles in plain files, read into values.

A file is a head of ``name: value`` lines, a blank line, then Markdown. The head holds ``title``,
``subject``, ``aliases`` (words a reader may use instead of the title), ``question`` (what the article
answers, offered as a related question), ``see`` (neighbouring articles) and one line for each source::

    source wiki: Black hole - Wikipedia | https://en.wikipedia.org/wiki/Black_hole | 2019-04-10

The date is optional and stands only where it is certain. In the text ``[@wiki]`` says which source
supports the words before it. Formulas, tables and code belong to the paragraph before them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

REFERENCE = re.compile(r"\[@([a-z0-9]+)\]")
_GROUP = re.compile(r".+?(?:\[@[a-z0-9]+\])+|.+", re.DOTALL)
_PROSE = re.compile(r"(?![|`$#])(?:[-*] |\d+\. )?\S")


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A public page an article rests on; ``date`` is YYYY-MM-DD, YYYY-MM or None."""

    title: str
    url: str
    date: str | None = None


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph with its lists, tables, code and formulas; ``heading`` is "" in the lead."""

    heading: str
    text: str

    @property
    def brief(self) -> str:
        """The first sentence group; the whole passage where that group only leads over to a table or list."""
        first = self.groups()[0]
        return self.text if REFERENCE.sub("", first).rstrip().endswith(":") else first

    def groups(self) -> list[str]:
        """The sentence groups of the prose: runs of words, each up to and with its references."""
        prose = "\n".join(line for line in _without_blocks(self.text).split("\n") if _PROSE.match(line))
        return [group.strip() for group in _GROUP.findall(prose) if group.strip()]


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article; ``sources`` maps the names used in ``[@name]`` to pages, in the order of the file."""

    name: str
    title: str
    subject: str
    aliases: str
    question: str
    see: tuple[str, ...]
    sources: dict[str, Reference]
    passages: tuple[Passage, ...]


def parse(name: str, text: str) -> Article:
    """One file as an ``Article``; raises ``ValueError`` naming the file and what is wrong with it."""
    head, _, body = text.partition("\n\n")
    fields, sources = _head(name, head)
    try:
        return Article(
            name=name,
            title=fields["title"],
            subject=fields["subject"],
            aliases=fields["aliases"],
            question=fields["question"],
            see=tuple(part.strip() for part in fields["see"].split(",")),
            sources=sources,
            passages=tuple(_passages(body)),
        )
    except KeyError as missing:
        raise ValueError(f"{name}: the head has no line {missing}") from None


def _head(name: str, head: str) -> tuple[dict[str, str], dict[str, Reference]]:
    fields: dict[str, str] = {}
    sources: dict[str, Reference] = {}
    for line in head.splitlines():
        key, colon, value = line.partition(": ")
        if not colon:
            raise ValueError(f"{name}: expected 'name: value' in the head, got {line!r}")
        if key.startswith("source "):
            sources[key.removeprefix("source ")] = _source(name, value)
        else:
            fields[key] = value.strip()
    return fields, sources


def _source(name: str, value: str) -> Reference:
    title, *rest = (part.strip() for part in value.split(" | "))
    if len(rest) not in (1, 2):
        raise ValueError(f"{name}: expected 'title | address | date', got {value!r}")
    return Reference(title=title, url=rest[0], date=rest[1] if len(rest) == 2 else None)


def _passages(body: str) -> Iterable[Passage]:
    heading, text = "", ""
    for block in _blocks(body):
        if block.startswith("## "):
            if text:
                yield Passage(heading=heading, text=text)
            heading, text = block.removeprefix("## "), ""
        elif text and not heading and _PROSE.match(block):
            yield Passage(heading="", text=text)  # each paragraph of the lead stands alone
            text = block
        else:
            text = f"{text}\n\n{block}" if text else block
    if text:
        yield Passage(heading=heading, text=text)


def _blocks(body: str) -> list[str]:
    """Blocks between blank lines; a fenced block may hold blank lines."""
    blocks: list[str] = []
    for part in re.split(r"(^```.*?^```$)", body, flags=re.MULTILINE | re.DOTALL):
        blocks += [part] if part.startswith("```") else [b.strip() for b in part.split("\n\n") if b.strip()]
    return blocks


def _without_blocks(text: str) -> str:
    return "\n\n".join(block for block in _blocks(text) if not block.startswith(("```", "|", "$$")))


@functools.cache
def load_library() -> dict[str, Article]:
    """All articles by name, read once (about 60 small files, a few milliseconds)."""
    files = sorted(Path(__file__).with_name("articles").iterdir())  # importlib.resources costs 5 ms more
    articles = (parse(file.stem, file.read_text("utf-8")) for file in files if file.suffix == ".md")
    return {article.name: article for article in articles}
