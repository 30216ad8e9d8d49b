"""Notebooks as other programs leave them: our answers in them are read back; what we save is JSON to everybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from places import CASES

from pplx_notebook import Answer
from pplx_notebook.protocol import read_answer
from pplx_notebook.protocol.answer import Choice, Citation, Image, Usage, Video
from pplx_notebook.protocol.saved import MIME, from_saved, to_saved

ODD = json.loads((CASES / "library" / "odd.json").read_text("utf-8"))["read"]
OURS = Answer(text="Ours stands.", status="done")


def strict(value: object) -> str:
    """JSON as Jupyter sends it, which has no NaN, in UTF-8, which has no halves of pairs."""
    written = json.dumps(value, allow_nan=False, ensure_ascii=False)
    written.encode()
    return written


@pytest.mark.parametrize("case", ODD, ids=lambda case: case["name"])
def test_what_stands_beside_our_answer_does_no_harm(case: dict[str, str], tmp_path: Path) -> None:
    ours = strict({MIME: to_saved(OURS)})
    cell = f'{{"outputs": [{{"data": {{"application/json": {case["beside"]}}}}}, {{"data": {ours}}}]}}'
    file = tmp_path / "odd.ipynb"
    file.write_bytes(f'{case["head"]}{{"cells": [{cell}]}}'.encode())
    assert Answer.from_notebook(file) == [OURS]


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"[" * 100_000, b'{"cells": NaN}', b"\xff\xfe{\x00}\x00"]
)
def test_what_is_no_notebook_is_one_line(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "none.ipynb").write_bytes(content)
    with pytest.raises(ValueError, match=r"^.*none\.ipynb is not a notebook: expected JSON with cells\.$"):
        Answer.from_notebook(tmp_path / "none.ipynb")


@pytest.mark.parametrize(
    "rows",
    [
        {"choices": (Choice(index=0, text="one"), Choice(index=1, text="", finish_reason="stop"))},
        {"citations": (Citation(number=1, url=""),)},
        {"images": (Image(image_url=""),)},
        {"videos": (Video(url=""),)},
    ],
    ids=lambda rows: next(iter(rows)),
)
def test_an_empty_text_in_a_row_reads_back(rows: dict) -> None:
    answer = Answer(text="one", status="done", **rows)
    assert from_saved(to_saved(answer)) == answer


def test_nan_in_usage_is_null() -> None:
    body = b'{"choices": [{"index": 0, "message": {"content": "Hi."}, "finish_reason": "stop"}],'
    body += b' "usage": {"total_tokens": NaN, "cost": {"total_cost": 1e999, "rows": [Infinity, 2]}}}'
    answer = read_answer([body])
    assert answer.usage == {"total_tokens": None, "cost": {"total_cost": None, "rows": [None, 2]}}
    assert from_saved(json.loads(strict(to_saved(answer)))) == answer


def test_an_answer_made_by_hand_is_saved_as_json_too() -> None:
    by_hand = Answer(
        text="half \ud83d", usage=Usage({"x": float("nan")}), total_s=float("inf"), status="done"
    )
    saved = json.loads(strict(to_saved(by_hand)))
    assert from_saved(saved) == Answer(text="half \ufffd", usage=Usage({"x": None}), status="done")


def test_what_is_at_its_default_is_not_saved() -> None:
    assert to_saved(Answer()) == {"version": 1, "answer": {}}


def test_a_saved_answer_with_nan_and_half_a_pair_reads_back() -> None:
    saved = json.loads(
        '{"version": 1, "answer": {"text": "a\\ud83db", "total_s": NaN, "usage": {"x": 1e999}}}'
    )
    assert from_saved(saved) == Answer(text="a\ufffdb", usage=Usage({"x": None}))
