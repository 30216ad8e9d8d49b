"""Every sample of README and of ``docs/`` runs, page by page from top to bottom, on the demo engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import blocks_of, pages
from places import ROOT
from run_page import NOT_RUN, missing, name_of, run_page

PAGES = [page for page in pages() if blocks_of(page)]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_sample_of_a_page_runs_from_top_to_bottom(page: Path) -> None:
    wrong = run_page(page)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("one", NOT_RUN, ids=lambda one: f"{one['page']}: {one['begins'][:40]}")
def test_what_is_not_run_still_stands_in_its_page_and_has_a_reason(one: dict[str, str]) -> None:
    assert any(block.text.startswith(one["begins"]) for block in blocks_of(ROOT / one["page"]))
    assert len(one["why"].split()) > 4


PAGE = """
```python
x = {value}
print("it is", x)
```

```text
it is 2
```

```sh
echo {word}
```
```text
done …ly
```
"""


@pytest.mark.parametrize(
    ("value", "word", "told"),
    [
        ("2", "done properly", []),
        ("3", "done properly", [":3: did not show 'it is 2'"]),
        ("1/0", "done properly", [":3: raised ZeroDivisionError"]),
        ("2", "nothing", [":12: did not show 'done …ly'"]),
        ("2", "done properly; exit 3", [":12: ended with 3"]),
    ],
)
def test_a_sample_that_fails_is_named_by_page_and_line(
    value: str, word: str, told: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("\n" + PAGE.replace("{value}", value).replace("{word}", word), encoding="utf-8")
    assert [
        line.removeprefix("page.md").startswith(words)
        for line, words in zip(run_page(page), told, strict=True)
    ] == [True] * len(told)


def test_an_ellipsis_in_what_a_page_tells_stands_for_anything() -> None:
    assert missing("a …\nb", "first a word\nthen b") == ""
    assert missing("b\na", "first a word\nthen b") != ""
