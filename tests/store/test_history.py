"""What is kept of answers, and how it is found, shown again, copied and forgotten."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from local_server import LocalServer
from waiting_for import wait_until

from pplx_notebook import Answer, Client
from pplx_notebook.errors import PplxError, Stopped, UsageProblem
from pplx_notebook.library.store import place
from pplx_notebook.library.store.history import History
from pplx_notebook.library.store.queries import query_of
from pplx_notebook.library.store.rows import FIELDS
from pplx_notebook.protocol.asking.question import Attachment

Clients = Callable[..., Client]


def test_nothing_is_kept_unless_somebody_wants_it(
    server: LocalServer, client_of: Clients, path: Path
) -> None:
    client_of(server).ask("tokamaks")
    assert not path.parent.exists()


def test_an_answer_is_found_by_question_text_and_source(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    answer = client_of(server, history=True).ask("Which tokamaks run?")
    for words in (
        "tokamaks",
        "TOKAMAKS run",
        "energie",
        "iter.org",
        "toka*",
        '"tokamaks run"',
        "iter -stellarator",
    ):
        assert history.search(words) == (answer,), words
    for words in ("stellarator", '"run tokamaks"', "toka", "iter -tokamaks"):
        assert history.search(words) == (), words


def test_it_comes_back_as_it_was(server: LocalServer, client_of: Clients, history: History) -> None:
    live = client_of(server, history=True).begin("tokamaks", model="sonar-pro")
    answer = live.result()
    again = history[1]
    assert (again.text, again.search_results, again.usage, again.asked) == (
        answer.text,
        answer.search_results,
        answer.usage,
        answer.asked,
    )
    assert again == answer


def test_an_answer_that_went_on_comes_back_with_what_was_before(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    client = client_of(server, history=True)
    first = client.ask("one")
    second = client.ask("two", continue_from=first)
    third = client.ask("three", continue_from=second)
    assert history[3].earlier == third.earlier
    assert [turn.content for turn in history[3].earlier][::2] == ["one", "two"]


def test_a_session_keeps_all_clients_but_those_that_say_no(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    place.turn(True)
    client_of(server).ask("kept")
    client_of(server, history=False).ask("not kept")
    assert [answer.prompt for answer in history.search()] == ["kept"]


def test_what_is_private_is_not_kept(server: LocalServer, client_of: Clients, history: History) -> None:
    client_of(server, history=True, cache="7d").ask("secret", private=True)
    assert len(history) == 0


def test_nothing_is_kept_on_binder_and_a_line_says_so(
    server: LocalServer, client_of: Clients, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://mybinder.org/")
    answer = client_of(server, history=True).ask("tokamaks")
    assert answer.notices == ("no history on Binder: it is a public machine that strangers run",)
    assert not path.parent.exists()


def test_only_the_user_can_read_it(
    server: LocalServer, client_of: Clients, history: History, path: Path
) -> None:
    client_of(server, history=True).ask("tokamaks")
    assert len(history) == 1
    files = list(path.parent.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(history.backup(path.parent / "copy.sqlite3").stat().st_mode) == 0o600


def test_no_key_no_header_and_no_attachment_is_kept(
    server: LocalServer, client_of: Clients, history: History, path: Path
) -> None:
    key, header, inside = "pplx-" + "planted0" * 4, "x-planted-header-value", "cGxhbnRlZC1hdHRhY2htZW50" * 60
    client = client_of(server, history=True, cache="7d", api_key=key, allow_plain_http=True)
    file = Attachment(url=f"data:image/png;base64,{inside}", name="picture.png")
    client.ask(
        f"my key is {key}", headers={"X-Title": header}, attachments=(file,), extra={"token": "planted-token"}
    )
    client.close()
    assert "my key is" in history[1].prompt
    written = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for planted in (key, header, inside[:40], "planted-attachment", "planted-token"):
        assert planted.encode() not in written, planted


def test_the_first_text_is_kept_before_the_answer_ends(client_of: Clients, history: History) -> None:
    steps = ["head 200 text/event-stream", "delta The_beginning", "stall"]
    with LocalServer(lambda _: steps) as server:
        live = client_of(server, history=True).begin("slow")
        wait_until(lambda: len(history) == 1)
        assert history[1].text == "The beginning"
        assert history[1].status == "streaming"
        live.stop()
        with pytest.raises(Stopped):
            live.result()
    assert history[1].status == "interrupted"
    assert history.search("beginning")


def test_a_question_that_failed_is_kept_with_why(client_of: Clients, history: History) -> None:
    with LocalServer(lambda _: ["reply 401 application/json", "body {}"]) as server, pytest.raises(PplxError):
        client_of(server, history=True).ask("tokamaks")
    assert history.search("tokamaks")[0].status == "failed"
    assert history[1].error is not None


def test_threads_are_kept_by_name(server: LocalServer, client_of: Clients, history: History) -> None:
    client = client_of(server, history=True)
    for question in ("one", "two"):
        client.ask(question, thread="reactor")
    assert [answer.prompt for answer in history.threads()["reactor"].answers] == ["one", "two"]


@pytest.mark.parametrize(
    ("what", "left"),
    [
        (1, ["b", "c"]),
        ("2", ["a", "c"]),
        ("all", []),
        ("older than 1d", ["a", "b", "c"]),
        (timedelta(microseconds=1), []),
    ],
)
def test_forgetting(
    server: LocalServer, client_of: Clients, history: History, what: int | str, left: list[str]
) -> None:
    client = client_of(server, history=True)
    for question in "abc":
        client.ask(question)
    assert history.forget(what) == 3 - len(left)
    assert [answer.prompt for answer in history] == left


def test_what_is_forgotten_is_gone_from_the_file(
    server: LocalServer, client_of: Clients, history: History, path: Path
) -> None:
    client = client_of(server, history=True)
    client.ask("unforgettableword")
    client.ask("otherword")
    history.forget(1)
    client.close()
    written = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"otherword" in written
    assert b"unforgettable" not in written


def test_a_number_is_never_given_twice(server: LocalServer, client_of: Clients, history: History) -> None:
    client = client_of(server, history=True)
    client.ask("a")
    history.forget("all")
    client.ask("b")
    assert history.rows()[0].id == 2


def test_an_answer_forgotten_while_it_comes_stays_forgotten(client_of: Clients, history: History) -> None:
    steps = ["head 200 text/event-stream", "delta Begun.", "pause 1", "delta Ended.", "finish", "done", "end"]
    with LocalServer(lambda _: steps) as server:
        live = client_of(server, history=True).begin("slow")
        wait_until(lambda: len(history) == 1)
        history.forget("all")
        assert live.result().text == "Begun.Ended."
    assert len(history) == 0


def test_a_backup_is_a_history_and_comes_back(
    server: LocalServer, client_of: Clients, history: History, tmp_path: Path
) -> None:
    client = client_of(server, history=True)
    before = client.ask("before")
    copy = history.backup(tmp_path / "copy.sqlite3")
    history.forget("all")
    client.ask("behind")
    assert History(lambda: copy)[1] == before
    assert (history.restore(copy), history.restore(copy)) == (1, 0)
    assert sorted(answer.prompt for answer in history) == ["before", "behind"]
    with pytest.raises(UsageProblem, match="is there already"):
        history.backup(copy)


def test_an_export_is_read_by_anybody(
    server: LocalServer, client_of: Clients, history: History, tmp_path: Path
) -> None:
    answer = client_of(server, history=True).ask("tokamaks", thread="reactor")
    lines = history.export(tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    (line,) = map(json.loads, lines)
    assert (line["id"], line["thread"]) == (1, "reactor")
    assert Answer.from_dict(line["saved"]).text == answer.text


def test_a_file_of_ones_own_is_another_history(
    server: LocalServer, client_of: Clients, history: History, tmp_path: Path
) -> None:
    own = tmp_path / "project.sqlite3"
    client_of(server, history=own).ask("for the project")
    assert len(History(lambda: own)) == 1
    assert len(history) == 0


def test_a_forked_child_keeps_its_own_answers(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    client = client_of(server, history=True)
    client.ask("parent")
    assert len(history) == 1
    child = os.fork()
    if not child:
        try:
            client.ask("child")
            os._exit(0 if len(history) == 2 else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    client.ask("parent again")
    assert [answer.prompt for answer in history] == ["parent", "child", "parent again"]


@pytest.mark.parametrize("words", ["-only", "???", '"', "*"])
def test_a_search_that_can_find_nothing_says_so(words: str) -> None:
    with pytest.raises(UsageProblem):
        query_of(words)


@pytest.mark.parametrize(
    "words", ["a AND b", "NEAR(a b)", "a:b", "(a", "x'; DROP TABLE answers", "\0a", "量子力学", "a*b", "^a"]
)
def test_no_sign_of_a_search_is_an_operator(
    server: LocalServer, client_of: Clients, history: History, words: str
) -> None:
    client_of(server, history=True).ask("nothing of the kind")
    assert history.search(words) == ()
    assert len(history) == 1


def test_a_chinese_word_is_found_by_its_beginning(
    server: LocalServer, client_of: Clients, history: History
) -> None:
    client_of(server, history=True).ask("量子力学的历史")
    assert history.search("量子")


def test_a_number_that_is_none_is_one_line(history: History) -> None:
    for number in (0, -1, 7, 10**30):
        with pytest.raises(UsageProblem, match="has no answer"):
            history[number]


def test_the_columns_that_are_read_are_those_that_are_written() -> None:
    from pplx_notebook.library.store.rows import About, values_of
    from pplx_notebook.library.store.tables import COLUMNS

    assert tuple(values_of(Answer(), About(), is_over=True)) == COLUMNS
    assert set(FIELDS.split(", ")) <= {"id", *COLUMNS}
