"""The address of a passage: made of the page's words, encoded whole, and only where a browser finds a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pplx_notebook.document.findings.passage_link import at_passage, text_directive
from pplx_notebook.document.links import safe_url

PAGE = "https://example.org/page"
SENTENCE = "The mean distance is 384,400 km."
ADDRESSES = {
    "short": (PAGE, SENTENCE, f"{PAGE}#:~:text=The%20mean%20distance%20is%20384%2C400%20km"),
    "dash and ampersand": (PAGE, "Well-known A&B, it says.", f"{PAGE}#:~:text=Well%2Dknown%20A%26B%2C%20it%20says"),
    "long": (PAGE, "One two three four five six seven eight nine.", f"{PAGE}#:~:text=One%20two%20three%20four,six%20seven%20eight%20nine"),
    "a fragment stays": (f"{PAGE}#part", SENTENCE, f"{PAGE}#part:~:text=The%20mean%20distance%20is%20384%2C400%20km"),
    "a text already": (f"{PAGE}#:~:text=a", SENTENCE, f"{PAGE}#:~:text=a"),
    "a route": (f"{PAGE}#/route", SENTENCE, f"{PAGE}#/route"),
    "a PDF": ("https://example.org/a.PDF?x=1", SENTENCE, "https://example.org/a.PDF?x=1"),
    "too little": (PAGE, "It is.", PAGE),
    "nothing": (PAGE, "", PAGE),
    "markup goes": (PAGE, "**The** mean *distance* is set.", f"{PAGE}#:~:text=The%20mean%20distance%20is%20set"),
    "one cell of a table": (PAGE, "| a | The mean distance is set | b |", f"{PAGE}#:~:text=The%20mean%20distance%20is%20set"),
    "Chinese": (PAGE, "月球是地球唯一的天然卫星。", f"{PAGE}#:~:text=%E6%9C%88%E7%90%83%E6%98%AF%E5%9C%B0%E7%90%83%E5%94%AF%E4%B8%80%E7%9A%84%E5%A4%A9%E7%84%B6%E5%8D%AB%E6%98%9F"),
    "no web page": ("javascript:alert(1)", SENTENCE, ""),
    "a user name": ("https://a@example.org/", SENTENCE, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address(name: str) -> None:
    url, passage, address = ADDRESSES[name]
    assert at_passage(url, passage) == address


def test_what_stands_twice_gets_the_words_before_it() -> None:
    twice = "It was first photographed in 1959 by a probe."
    around = f"It was first photographed in 1839. It happened much later. {twice}"
    assert text_directive(twice, around) == (
        "happened%20much%20later.-,It%20was%20first%20photographed,1959%20by%20a%20probe"
    )
    assert text_directive(twice, twice) == "It%20was%20first%20photographed,1959%20by%20a%20probe"


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_a_page_says_the_address_is_one_and_the_same_page(passage: str, around: str) -> None:
    address = at_passage(PAGE, passage, around)
    assert safe_url(address) == address
    assert address.isascii()
    assert not set(address) & set("\"'<> \\`")
    page, _, directive = address.partition("#:~:text=")
    assert page == PAGE
    assert not set(directive) & set("&#")
    assert directive.count(",") <= 2
