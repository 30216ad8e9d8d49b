"""The same number, unit or date, however it is written."""

from __future__ import annotations

import pytest

from pplx_notebook.evidence.forms.dates import moments
from pplx_notebook.evidence.forms.quantities.numbers import quantities
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.forms.text import normal
from pplx_notebook.evidence.forms.tongue import tongue_of


def values(text: str) -> list[tuple[float, str]]:
    said = normal(text)
    return [(round(q.values[0], 6), q.dimension) for q in quantities(said, tongue_of(said))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tower is 1,234 m high and has 3.4 km of cable.", [(1234, "length"), (3.4, "length")]),
        ("Die Strecke ist 3.410 km lang und hat siebzehn Brücken.", [(3410, "length"), (17, "")]),
        ("Le tunnel est long de 12 500 m et a coûté 37 millions d'euros.", [(12500, "length"), (37e6, "")]),
        ("El puente mide veintidós metros y es del puerto.", [(22, "length")]),
        ("总投资为8.6亿元，共72万7277人。", [(8.6e8, "cny"), (727277, "")]),
        ("長さは一百二十メートルである。", [(120, "length")]),
        ("It cost £62m, of which $1.5B was lent.", [(62e6, "gbp"), (1.5e9, "usd")]),
        ("One hundred and twenty cats and forty-six dogs.", [(120, ""), (46, "")]),
        ("They stayed two and a half hours.", [(2.5, "time")]),
        ("Take 75 to 100 mg per day.", [(75, "mass"), (100, "mass")]),
        ("A third of the 250 MWh was lost.", [(33.333333, "percent"), (250, "energy")]),
    ],
)
def test_a_number_is_one_value_however_it_is_written(text: str, expected: list[tuple[float, str]]) -> None:
    found = values(text)
    for one in expected:
        assert any(one[0] == value and (not one[1] or one[1] == dimension) for value, dimension in found), (
            found
        )


def says(claim: str, source: str) -> bool:
    (one,), (other,) = (quantities(normal(text), tongue_of(text)) for text in (claim, source))
    return same(one, other)


@pytest.mark.parametrize(
    ("claim", "source", "agrees"),
    [
        ("the wall is 5 km long", "the wall is 5,000 m long", True),
        ("the wall is 5 km long", "the wall is 5 miles long", False),
        ("the hall is 1,642 m long", "the hall is 1.642 m long", True),  # either reading
        ("the hall is 1,642 m long", "the hall is 1.642 km long", True),
        ("about 380,000 km away", "it is 384,400 km away", True),
        ("about 400,000 km away", "it is 384,400 km away", True),
        ("about 320,000 km away", "it is 384,400 km away", False),
        ("more than 70,000 people", "there were 75,000 people", True),
        ("more than 57,000 people", "there were 75,000 people", False),
        ("2.5 percent per year", "2.5 % per month", False),
        ("the air has 24 °C", "the air has 24 °F", False),
    ],
)
def test_two_quantities_agree_up_to_rounding_and_unit(claim: str, source: str, agrees: bool) -> None:
    assert says(claim, source) is agrees


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("on 16 July 1969", 1969, 7, 16),
        ("on July 16, 1969", 1969, 7, 16),
        ("1969-07-16", 1969, 7, 16),
        ("am 16.07.1969", 1969, 7, 16),
        ("am 16. Juli 1969", 1969, 7, 16),
        ("le 16 juillet 1969", 1969, 7, 16),
        ("el 16 de julio de 1969", 1969, 7, 16),
        ("1969年7月16日", 1969, 7, 16),
        ("in December 1972", 1972, 12, 0),
        ("since 1972", 1972, 0, 0),
    ],
)
def test_a_date_is_one_date_in_six_languages(text: str, year: int, month: int, day: int) -> None:
    (moment,) = moments(normal(text))
    assert (moment.year, moment.month, moment.day) == (year, month, day)
