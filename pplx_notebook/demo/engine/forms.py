"""An answer in the form that was asked for: a value of a JSON schema, made of what the library says.

Rules of this file: texts are sentences, names and addresses of the articles, numbers stand in the sentence
that a record is made of; a list of objects has one for each sentence that has what they require. What is not
there is left out, or null where the schema allows it; a schema the library cannot fill is refused, never
filled with something. The names of fields say what is meant: ``year``, ``url``, ``name``, else a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from pplx_notebook.demo.engine.request import BadRequest
from pplx_notebook.demo.library.articles import REFERENCE, Article
from pplx_notebook.protocol.asking.json_schema import DEEPEST, misfit, resolved

MOST_RECORDS = 6
_NAMES = {"name", "title", "topic", "subject", "label", "project", "event", "person", "place", "who"}
_URLS = {"url", "urls", "link", "links", "source", "sources", "href", "page", "citation", "citations"}
_DATES = {"date", "when", "published", "day"}
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])-?\d+(?:\.\d+)?")
_NAME = re.compile(r"(?:[A-Z][\w’'-]*)(?: (?:of|the|and|de|[A-Z][\w’'-]*))* [A-Z][\w’'-]*|[A-Z][A-Z0-9-]+")
_MARKS = re.compile(r"^(?:- |\d+\. )|[*`]|\$[^$]*\$")


class Fact(msgspec.Struct, frozen=True):
    """A sentence of the library without its marks, and where it is from."""

    words: str
    title: str = ""
    url: str = ""
    date: str = ""

    @property
    def name(self) -> str:
        """Whom or what it speaks of: its first proper name behind the first word, else the article's."""
        first = self.words.partition(" ")[0].rstrip(",")
        if first.isupper() and len(first) > 2:
            return first
        found = _NAME.search(self.words, 1)
        return found[0] if found else self.title

    @property
    def year(self) -> str:
        """The first year in it, "" for none."""
        found = _YEAR.search(self.words)
        return found[0] if found else ""


class _NothingThere(Exception):  # noqa: N818  # no error: the next sentence may have it
    """The library has no such value here."""


def facts_of(articles: Iterable[Article]) -> list[Fact]:
    """The sentences of articles, in order."""
    return [fact for article in articles for fact in _facts(article)]


def form_text(schema: Mapping[str, Any], facts: Sequence[Fact], declined: str = "") -> str:
    """The JSON of a value of the schema; ``declined`` is what to say where there are no facts. Raises
    ``BadRequest`` for a form the library cannot fill."""
    filler = _Filler(schema, facts or [Fact(declined)], empty=not facts)
    try:
        value = filler.value(schema, "", None, 0)
        found = misfit(value, schema)
        wrong = str(found) if found is not None else ""
    except _NothingThere as missing:
        wrong = str(missing)
    except (TypeError, ValueError, KeyError, AttributeError):
        wrong = "it is no JSON schema"
    if wrong:
        raise BadRequest(
            f"the demo library has no answer in this form: {wrong}",
            type="unsupported_parameter",
            param="response_format",
        )
    return json.dumps(value, ensure_ascii=False, indent=2)


def _facts(article: Article) -> Iterator[Fact]:
    for passage in article.passages:
        for group in passage.groups():
            name = next(iter(REFERENCE.findall(group)), "")
            source = article.sources.get(name)
            words = " ".join(_MARKS.sub("", REFERENCE.sub("", group)).split()).replace(" .", ".")
            if source is not None and words.endswith("."):
                yield Fact(words, article.title, source.url, source.date or "")


class _Filler:
    """Fills one schema; each sentence stands in for one text only, as long as there are others."""

    def __init__(self, root: Mapping[str, Any], facts: Sequence[Fact], *, empty: bool) -> None:
        self._root, self._facts, self._empty = root, facts, empty
        self._used: set[Fact] = set()

    def value(self, schema: Any, name: str, fact: Fact | None, depth: int) -> Any:
        """A value of the schema for the field ``name``; of one sentence where ``fact`` is given."""
        schema = resolved(schema, self._root)
        if depth > min(DEEPEST, 12):
            raise _NothingThere(f"{name} goes too deep")
        if not isinstance(schema, Mapping):
            return None
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._choice(schema["enum"], fact)
        for word in ("anyOf", "oneOf"):
            if word in schema:
                return self._first(schema[word], name, fact, depth)
        if "allOf" in schema:
            whole: dict[str, Any] = {}
            for part in schema["allOf"]:
                whole = {**whole, **resolved(part, self._root)}  # type: ignore[dict-item]
            return self.value(
                {**whole, **{k: v for k, v in schema.items() if k != "allOf"}}, name, fact, depth
            )
        kinds = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(kinds, list):
            return self._first([{**schema, "type": kind} for kind in kinds], name, fact, depth)
        if kinds == "object":
            return self._object(schema, name, fact, depth)
        if kinds == "array":
            return self._list(schema, name, fact, depth)
        return self._single(kinds, schema, name, fact)

    def _first(self, schemas: Sequence[Any], name: str, fact: Fact | None, depth: int) -> Any:
        """The first form that can be filled; null is the last resort."""
        null = [each for each in schemas if isinstance(each, Mapping) and each.get("type") == "null"]
        if null and self._empty:
            return None
        for each in schemas:
            if each in null:
                continue
            try:
                return self.value(each, name, fact, depth + 1)
            except _NothingThere:
                continue
        if null:
            return None
        raise _NothingThere(f"nothing for {name}")

    def _object(self, schema: Mapping[str, Any], name: str, fact: Fact | None, depth: int) -> dict[str, Any]:
        fields = schema.get("properties", {})
        required = schema.get("required", ())
        more = schema.get("additionalProperties")
        if not fields and isinstance(more, Mapping):
            return {each.name: self.value(more, name, each, depth + 1) for each in self._facts[:3]}
        filled: dict[str, Any] = {}
        for field, inner in fields.items():
            try:
                filled[field] = self.value(inner, field, fact, depth + 1)
            except _NothingThere:
                if field in required:
                    raise
        return filled

    def _list(self, schema: Mapping[str, Any], name: str, fact: Fact | None, depth: int) -> list[Any]:
        """An item for each sentence that has what items require, each once."""
        least, most = schema.get("minItems", 0), schema.get("maxItems", MOST_RECORDS)
        most = min(most, max(MOST_RECORDS, least))
        if schema.get("prefixItems"):
            return [self.value(each, name, fact, depth + 1) for each in schema["prefixItems"]]
        found: list[Any] = []
        for each in () if self._empty and not least else self._facts:
            if len(found) >= most:
                break
            try:
                item = self.value(schema.get("items", {"type": "string"}), name, each, depth + 1)
            except _NothingThere:
                continue
            if item not in found and misfit(item, self._local(schema.get("items", True))) is None:
                found.append(item)
        if len(found) < least:
            raise _NothingThere(f"{name or 'the list'} wants {least}, there are {len(found)}")
        return found

    def _local(self, schema: Any) -> Any:
        """A part of the schema that still finds what it points to."""
        if not isinstance(schema, Mapping):
            return schema
        return {
            **{word: self._root[word] for word in ("$defs", "definitions") if word in self._root},
            **schema,
        }

    def _choice(self, words: Sequence[Any], fact: Fact | None) -> Any:
        """The one of several words that the sentence says, else the first of which no text speaks."""
        said = fact.words.lower() if fact else " ".join(each.words for each in self._facts).lower()
        return next((word for word in words if isinstance(word, str) and word.lower() in said), words[0])

    def _single(self, kind: str, schema: Mapping[str, Any], name: str, fact: Fact | None) -> Any:
        if kind == "null":
            return None
        if kind == "boolean":
            said = (fact or self._facts[0]).words.lower()
            return not self._empty and any(word in said for word in _words(name) if len(word) > 3)
        for each in (fact,) if fact else self._likely(kind, name):
            if fact is None and kind == "string" and self._is_used(each, name):
                continue
            for candidate in _candidates(kind, name, schema, each):
                if misfit(candidate, self._local(schema)) is None:
                    self._used |= {each} if fact is None and candidate == each.words else set()
                    return candidate
        if self._empty and kind in ("integer", "number") and misfit(0, schema) is None:
            return 0
        raise _NothingThere(f"nothing for {name or 'a ' + kind}")

    def _likely(self, kind: str, name: str) -> Sequence[Fact]:
        """The sentences a value may stand in, for a number those first where it stands beside its unit."""
        if self._empty and kind in ("integer", "number"):
            return ()  # what is said of the library is no answer
        if kind == "string":
            return self._facts
        return sorted(self._facts, key=lambda fact: not _beside(fact.words, name))

    def _is_used(self, fact: Fact, name: str) -> bool:
        """Whether this sentence stands already, and another could."""
        return (
            fact in self._used and len(self._used) < len(self._facts) and not _words(name) & (_NAMES | _URLS)
        )


def _words(name: str) -> frozenset[str]:
    """The words of a field's name: "energyMJ" and "energy_mj" are energy and mj."""
    return frozenset(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def _candidates(kind: str, name: str, schema: Mapping[str, Any], fact: Fact) -> Iterator[Any]:
    """What a field may be, by its name and form, the likeliest first."""
    if kind != "string":
        numbers = _numbers(fact.words, name)
        yield from (int(number) for number in numbers if float(number).is_integer())
        yield from (number for number in numbers if kind == "number" and not float(number).is_integer())
        return
    words, form = _words(name), schema.get("format", "")
    if form in ("date", "date-time"):
        day = fact.date if re.fullmatch(r"\d{4}-\d\d-\d\d", fact.date) else ""
        if not day:
            return
        yield f"{day}T00:00:00Z" if form == "date-time" else day
    elif form in ("uri", "url") or words & _URLS:
        yield from filter(None, (fact.url,))
    elif words & _DATES or "year" in words:
        yield from filter(None, (fact.year, fact.date))
    elif words & _NAMES:
        yield from filter(None, (fact.name, fact.title))
    most = schema.get("maxLength")
    yield fact.words
    if isinstance(most, int) and most > 1:
        cut = fact.words[: most - 1].rpartition(" ")[0]
        yield f"{cut}…" if cut else fact.name[:most]
    if "pattern" in schema:
        yield from (fact.name, fact.year, fact.date, fact.url)


def _numbers(words: str, name: str) -> list[float]:
    """The numbers of a sentence, years only for a field that asks for one; those beside a word of the field's
    name first."""
    wants_year = bool(_words(name) & {"year", "years", "since"})
    if wants_year:
        return [int(year) for year in _YEAR.findall(words)]
    found = [text.replace(",", "") for text in _NUMBER.findall(words)]
    others = [float(text) if "." in text else int(text) for text in found if not _YEAR.fullmatch(text)]
    return [*_beside(words, name), *others]


def _beside(words: str, name: str) -> list[float]:
    """The numbers that stand beside a word of the field's name: "69 MJ" for ``energy_mj``."""
    units = _words(name)
    near = ((found[0].replace(",", ""), words[found.end() :]) for found in _NUMBER.finditer(words))
    return [
        float(text) if "." in text else int(text)
        for text, behind in near
        if (unit := re.match(r"\W{0,2}(\w+)", behind)) and unit[1].lower() in units
    ]
