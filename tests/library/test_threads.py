"""Threads as values: forked, trimmed, written to files and read back, also from a saved notebook."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from msgspec.structs import replace

import pplx_notebook as pplx
from pplx_notebook.errors import UsageProblem
from pplx_notebook.exports.thread_files import write_thread
from pplx_notebook.library.memory import MOST_ANSWERS, Memory
from pplx_notebook.library.threads import Thread, Threads, threads_in
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.tables.threads import MOST_TURNS, thread_bundle, threads_bundle


def answer(number: int, *, thread: str = "", after: int | None = None, text: str = "Said.[1]") -> Answer:
    """One that was asked in cell ``number``, going on from that of cell ``after``."""
    asked = AskedAs(
        at=f"2026-11-30T10:00:{number:02}.000Z",
        settings={"thread": thread} if thread else {},
        execution_count=number,
        continues=f"2026-11-30T10:00:{after:02}.000Z" if after is not None else "",
        continues_cell=after,
    )
    cited = (Citation(number=1, url=f"https://example.org/{number}", title=f"Page {number}"),)
    return Answer(prompt=f"Question {number}?", text=text, citations=cited, status="done", asked=asked)


def thread(count: int, name: str = "a") -> Thread:
    return Thread(name, tuple(answer(number, thread=name) for number in range(1, count + 1)))


def test_a_thread_knows_what_comes_before_its_next_question() -> None:
    two = thread(2)
    assert [turn.content for turn in two.turns] == ["Question 1?", "Said.[1]", "Question 2?", "Said.[1]"]
    assert two.last is not None
    assert two.last.earlier == two.turns[:2]
    assert Thread("new").last is None


def test_an_answer_without_text_is_no_turn() -> None:
    assert thread(1).then(answer(2, text=" ")) == thread(1)
    assert len(thread(1).then(replace(answer(2), status="interrupted"))) == 2


def test_a_fork_goes_its_own_way() -> None:
    threads = Threads([thread(2)])
    threads.put(threads.fork("a", "b").then(answer(3)))
    assert {name: len(one) for name, one in threads.items()} == {"a": 2, "b": 3}
    assert threads.trim("b", 1).answers[0].prompt == "Question 3?"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda threads: threads.named("fusoin"), "did you mean fusion?"),
        (lambda threads: threads.named("zzz"), "known: fusion"),
        (lambda _: Threads().named("x"), "there is none yet"),
        (lambda threads: threads.fork("fusion", "fusion"), "already"),
        (lambda threads: threads.fork("fusion", ""), "named by a word"),
        (lambda threads: threads.trim("fusion", 0), "1 or more"),
        (lambda threads: write_thread(threads["fusion"], "x.docx"), ".md, .markdown, .json"),
        (lambda threads: write_thread(threads["fusion"], "/no/such/folder/x.md"), "cannot be written"),
        (lambda _: pplx.threads("no.ipynb"), "cannot be read"),
        (lambda _: pplx.threads(3), "as text"),
    ],
)
def test_bad_input_ends_in_one_line(call: object, says: str) -> None:
    with pytest.raises(UsageProblem, match=says) as problem:
        call(Threads([thread(1, "fusion")]))  # type: ignore[operator]
    assert "\n" not in str(problem.value)


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"notes\.md is there already"):
        write_thread(thread(1), notes)
    assert notes.read_text("utf-8") == "mine"
    ours = write_thread(thread(1), tmp_path / "ours.md")
    assert write_thread(thread(2), ours) == ours, "one of ours is"


def test_a_thread_comes_back_from_its_json_whole_and_private_answers_stay_out(tmp_path: Path) -> None:
    private = replace(answer(3), private=True)
    path = write_thread(thread(2).then(private), tmp_path / "a.json")
    assert pplx.threads(path)["a"] == thread(2)
    (tmp_path / "b.json").write_text(json.dumps({"name": 3}), encoding="utf-8")
    with pytest.raises(UsageProblem, match="holds no thread"):
        pplx.threads(tmp_path / "b.json")


def test_in_a_markdown_file_each_marker_leads_to_its_own_page(tmp_path: Path) -> None:
    two = Thread("a", (answer(1, text="# Big\n\nSaid.[1]\n\n```\n# code\n```"), answer(2)))
    text = write_thread(two, tmp_path / "a.md").read_text("utf-8")
    assert "Said.[\\[1\\]](https://example.org/1)" in text
    assert "Said.[\\[1\\]](https://example.org/2)" in text
    assert "\n### Big\n" in text
    assert "\n# code\n" in text
    assert "[1]: " not in text


def test_a_saved_notebook_gives_its_threads_back(tmp_path: Path) -> None:
    said = [answer(1, thread="a"), answer(2), answer(3, thread="a", after=1), answer(4, after=2), answer(5)]
    outputs = [[nbformat.v4.new_output("display_data", data=bundle(one))] for one in said]
    cells = [
        nbformat.v4.new_code_cell("%%pplx", outputs=out, execution_count=n)
        for n, out in enumerate(outputs, 1)
    ]
    path = tmp_path / "saved.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    threads = pplx.threads(path)
    assert {name: [a.prompt for a in one.answers] for name, one in threads.items()} == {
        "a": ["Question 1?", "Question 3?"],
        "from [2]": ["Question 2?", "Question 4?"],
    }


def test_forged_chains_do_no_harm() -> None:
    circle = [answer(1, after=2), answer(2, after=1), answer(3, after=3)]
    assert sum(len(one) for one in threads_in(circle).values()) <= 3


def test_the_table_says_in_all_faces_what_there_is() -> None:
    faces = threads_bundle({"a": thread(3).answers, "<b>": ()})
    for face in faces.values():
        assert "Question 3?" in face
        assert "[1] [2] [3]" in face.replace("\\", "")
    assert "&lt;b&gt;" in faces["text/html"]
    assert "<details>" in faces["text/html"]


def test_of_a_long_thread_the_last_turns_are_shown() -> None:
    faces = thread_bundle("a", thread(50).answers)
    assert faces["text/html"].count("<details>") == MOST_TURNS
    for face in faces.values():
        assert "30 earlier questions are not shown" in face
        assert "Question 50?" in face


class Done:
    """A question that has been answered."""

    done = True

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def test_a_memory_holds_the_last_answers_only() -> None:
    memory = Memory()
    for number in range(MOST_ANSWERS + 100):
        memory.note(Done(Answer(prompt=str(number), text="x", status="done")))
    assert len(memory.answers) == MOST_ANSWERS
    assert memory.answers[0].prompt == "100"
