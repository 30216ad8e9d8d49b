"""The library: every file parses, every reference points to a source, every address is public and https."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest

from pplx_notebook.demo.library.articles import REFERENCE, Article, load_library, parse

LIBRARY = load_library()


def passages_of(article: Article) -> str:
    return "\n\n".join(passage.text for passage in article.passages)


each_article = pytest.mark.parametrize("article", LIBRARY.values(), ids=LIBRARY)


@each_article
def test_every_reference_names_a_source_of_its_article(article: Article) -> None:
    """``[@name]`` without a source line would become a marker that points nowhere."""
    for passage in article.passages:
        assert set(REFERENCE.findall(passage.text)) <= article.sources.keys()


@each_article
def test_every_source_is_used(article: Article) -> None:
    """A source nobody cites would be a search result without a snippet."""
    used = {name for passage in article.passages for name in REFERENCE.findall(passage.text)}
    assert used == article.sources.keys()


@each_article
def test_every_paragraph_says_where_it_comes_from(article: Article) -> None:
    """Each paragraph of prose carries a reference; tables, code and formulas belong to it."""
    for passage in article.passages:
        fenced = re.sub(r"^```.*?^```$", "", passage.text, flags=re.MULTILINE | re.DOTALL)
        paragraphs = [p for p in fenced.split("\n\n") if p.strip() and not p.startswith(("|", "$$"))]
        assert paragraphs
        for paragraph, following in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
            leads_over = paragraph.endswith(":") and following.startswith(("1. ", "- "))
            assert leads_over or REFERENCE.search(paragraph), paragraph


@each_article
def test_addresses_are_absolute_https_and_unique(article: Article) -> None:
    """Two to four sources, each a different public https address with a host and no credentials."""
    urls = [source.url for source in article.sources.values()]
    assert 2 <= len(urls) == len(set(urls)) <= 4
    for url in urls:
        parts = urlsplit(url)
        assert parts.scheme == "https"
        assert "." in (parts.hostname or "")
        assert parts.username is None
        assert re.fullmatch(r"[!-~]+", url)


@each_article
def test_articles_are_short_and_have_several_paragraphs(article: Article) -> None:
    """A lead and at least two more passages, 120 to 280 words."""
    text = REFERENCE.sub("", "\n".join(passage.text for passage in article.passages))
    assert len(article.passages) >= 3
    assert article.passages[0].heading == ""
    assert 120 <= len(text.split()) <= 280, len(text.split())


@each_article
def test_neighbours_exist(article: Article) -> None:
    """``see`` names other articles, so related questions can be answered."""
    assert len(article.see) >= 2
    assert set(article.see) <= LIBRARY.keys() - {article.name}


@each_article
def test_python_and_json_in_an_article_are_right(
    article: Article, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code a reader may copy runs; data parses; a comment that tells a printed value tells the true one."""
    for passage in article.passages:
        for language, code in re.findall(r"```(\w+)\n(.*?)```", passage.text, re.DOTALL):
            if language == "json":
                json.loads(code)
            if language == "python":
                exec(compile(code, article.name, "exec"), {})  # noqa: S102  (the library's own code)
    printed = capsys.readouterr().out
    for promised in re.findall(r"^print\(.*\)\s+# (?:about )?([\d.]+)", passages_of(article), re.MULTILINE):
        assert any(float(value) == pytest.approx(float(promised), rel=1e-3) for value in printed.split()), (
            promised
        )


@each_article
def test_dates_are_dates(article: Article) -> None:
    """A date is a year and month with or without a day, or absent."""
    for source in article.sources.values():
        assert source.date is None or re.fullmatch(r"\d{4}-\d\d(-\d\d)?", source.date)


@each_article
def test_nothing_in_the_text_needs_html(article: Article) -> None:
    """Markdown only: no tag, no bare link, every fence and formula closed."""
    text = "\n\n".join(passage.text for passage in article.passages)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert not re.search(r"</?[a-z]+>|https?://", prose)
    assert not re.search(r"(?<!`)\[\d+\]", prose), "a number in brackets would pass for a marker"
    assert text.count("```") % 2 == 0
    assert prose.count("$") % 2 == 0


def test_the_library_is_wide_and_small() -> None:
    """About sixty articles in under 200 kB, some with tables, code or formulas."""
    texts = ["\n".join(p.text for p in article.passages) for article in LIBRARY.values()]
    assert len(LIBRARY) >= 60
    assert len({article.title for article in LIBRARY.values()}) == len(LIBRARY)
    for mark in ("|---", "```", "$$"):
        assert sum(mark in text for text in texts) >= 5
    assert sum(len(text.encode()) for text in texts) < 200_000


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("title: X\n\nText.", "subject"),
        ("title Black holes\n\nText.", "name: value"),
        ("source a: Only a title\n\nText.", "address"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(text: str, complaint: str) -> None:
    """The error names the file and what was expected."""
    with pytest.raises(ValueError, match=f"^broken: .*{complaint}"):
        parse("broken", text)
