"""What a source is known by, from its address and its title: the shapes of ``tests/cases/identifiers``."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import CASES

from pplx_notebook.document.sources.same_page import same_page
from pplx_notebook.evidence.identifiers.books import isbn13
from pplx_notebook.evidence.identifiers.identifier import identifiers_of


def shapes() -> list[tuple[str, str, str]]:
    """(address, title, identifiers) of every file."""
    found = []
    for file in sorted((CASES / "identifiers").glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines():
            if not line.startswith("#"):
                url, title, expected = line.split("\t")
                found.append((url, title, expected))
    return found


SHAPES = shapes()


def test_there_are_more_than_two_hundred_shapes_each_once() -> None:
    assert len(SHAPES) == len({(url, title) for url, title, _ in SHAPES}) > 200


@pytest.mark.parametrize(("url", "title", "expected"), SHAPES, ids=[f"{u} {t}".strip() for u, t, _ in SHAPES])
def test_a_shape_is_read(url: str, title: str, expected: str) -> None:
    assert " ".join(map(str, identifiers_of(url, title))) == expected.strip("-")


def test_what_stands_around_an_identifier_in_a_title_does_not_count() -> None:
    for doi in ("10.1000/xyz.123", "10.1016/S0140-6736(20)30183-5"):
        for before, behind in (
            ("(", ")"),
            ("[", "]"),
            ("“", "”"),
            ("see ", "."),
            ("", ", 2020"),
            ("", ";"),
            ("<", ">"),
        ):
            title = f"{before}doi:{doi}{behind}"
            assert [str(each) for each in identifiers_of("", title)] == [f"doi:{doi}"], title


@pytest.mark.parametrize("digits", ["0306406152", "080442957X", "9780306406157", "9791090636071"])
def test_an_isbn_with_one_digit_changed_is_none(digits: str) -> None:
    assert isbn13(digits)
    for place in range(len(digits) - 1):
        changed = str((int(digits[place]) + 1) % 10)
        assert not isbn13(digits[:place] + changed + digits[place + 1 :])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read_without_a_fault(address: str, title: str) -> None:
    for url in (
        address,
        f"https://{address}",
        f"https://doi.org/{address}",
        f"https://web.archive.org/web/{address}",
    ):
        for each in identifiers_of(url, title):
            assert each.value


@pytest.mark.parametrize(
    "part", ["a-", "/", "/a", "10.1234/", "%41", "978-", ".pdf", "(", "1", "a<b>", "a.m."]
)
def test_an_address_of_any_length_is_read(part: str) -> None:
    """At once: a pattern that tries every pair of places would take minutes here."""
    long = part * (4_000 // len(part))
    for start in (
        "https://example.org/",
        "https://doi.org/10.1000/",
        "https://web.archive.org/web/2024/",
        "https://a.example/doi/10.1000/",
    ):
        assert same_page(start + long + "/amp")
        identifiers_of(start + long, long)
