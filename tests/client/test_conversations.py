"""Conversations by name, as a server sees them: roles alternate, and what is too long for it gets shorter."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hello import HELLO, chat
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.client import Client
from pplx_notebook.errors import PplxError, UsageProblem
from pplx_notebook.network.rules.fallbacks import is_too_long
from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.asking.transcript import Transcript, Turn

REFUSED = {"error": {"type": "too_many_prompt_tokens", "message": "Too many prompt tokens.", "code": 400}}


def said(seen: Seen) -> list[tuple[str, str]]:
    """The conversation a server was sent."""
    return [(message["role"], message["content"]) for message in seen.json["messages"]]


def refusing(most: int) -> Any:
    """A server that takes at most so many messages."""

    def script(seen: Seen) -> tuple[str, ...]:
        if len(seen.json["messages"]) > most:
            return ("reply 400 application/json", f"body {json.dumps(REFUSED)}")
        return HELLO

    return script


def test_a_thread_goes_on_where_it_stands_and_others_do_not_hear_of_it() -> None:
    with LocalServer(lambda _: HELLO) as server, Client(**chat(server)) as asker:
        asker.ask("one", thread="a")
        asker.ask("between")
        asker.ask("other", thread="b")
        last = asker.ask("two", thread="a")
        roles = said(server.seen[-1])
    assert roles == [("user", "one"), ("assistant", "Hello world"), ("user", "two")]
    assert said(server.seen[2]) == [("user", "other")]
    assert last.asked is not None
    assert last.asked.settings["thread"] == "a"
    assert {name: len(thread) for name, thread in asker.memory.threads.items()} == {"a": 2, "b": 1}


def test_a_question_that_failed_leaves_no_two_questions_in_a_row() -> None:
    scripts = [HELLO, ("reply 400 application/json", 'body {"error": {"message": "no"}}'), HELLO]
    with LocalServer(lambda _: scripts[len(server.seen) - 1]) as server, Client(**chat(server)) as asker:
        asker.ask("one", thread="a")
        with pytest.raises(PplxError):
            asker.ask("refused", thread="a")
        asker.ask("two", thread="a")
    assert [role for role, _ in said(server.seen[-1])] == ["user", "assistant", "user"]


def test_an_answer_that_was_cut_off_is_kept_as_far_as_it_was_read() -> None:
    cut = ("head 200 text/event-stream", "delta half", "close")
    scripts = [cut, HELLO]
    with (
        LocalServer(lambda _: scripts[min(len(server.seen), 2) - 1]) as server,
        Client(**chat(server)) as asker,
    ):
        with pytest.raises(PplxError):
            asker.ask("one", thread="a")
        asker.ask("two", thread="a")
    assert said(server.seen[-1])[:2] == [("user", "one"), ("assistant", "half")]


def test_a_conversation_too_long_for_the_server_loses_its_older_half_and_says_so() -> None:
    earlier = Transcript(tuple(Turn(role, f"{role} {n}") for n in range(8) for role in ("user", "assistant")))
    with LocalServer(refusing(most=5)) as server:
        answer = client.ask("now", **chat(server), continue_from=earlier)
    assert [len(seen.json["messages"]) for seen in server.seen] == [17, 9, 5]
    assert said(server.seen[-1])[0] == ("user", "user 6")
    notices = [notice for notice in answer.notices if "too long" in notice]
    assert notices == ["the conversation is too long for the server: its 6 oldest questions were left out"]
    assert len(answer.earlier) == 4


def test_a_question_that_is_too_long_by_itself_is_refused() -> None:
    earlier = Transcript((Turn("user", "a"), Turn("assistant", "b")))
    with LocalServer(refusing(most=0)) as server, pytest.raises(PplxError, match="Too many prompt tokens"):
        client.ask("now", **chat(server), continue_from=earlier)
    assert [len(seen.json["messages"]) for seen in server.seen] == [3, 1]


def test_a_limit_of_ones_own_is_kept_and_said() -> None:
    with LocalServer(lambda _: HELLO) as server, Client(**chat(server), max_earlier=1) as asker:
        for question in ("one", "two", "three"):
            answer = asker.ask(question, thread="a")
    assert [text for _, text in said(server.seen[-1])] == ["two", "Hello world", "three"]
    assert "the last 1 of 2 earlier questions were sent along (max_earlier)" in answer.notices
    assert len(asker.memory.threads["a"]) == 3


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (AnswerError(kind="status", status=400, type="too_many_prompt_tokens"), True),
        (AnswerError(kind="status", status=400, code="context_length_exceeded"), True),
        (AnswerError(kind="status", status=413, message="The prompt is too long: 9 tokens > 8"), True),
        (AnswerError(kind="api", message="maximum context length is 8192 tokens"), True),
        (AnswerError(kind="status", status=429, message="too many tokens a minute"), False),
        (AnswerError(kind="status", status=400, message="unknown field context_size"), False),
        (None, False),
    ],
)
def test_what_servers_say_of_a_conversation_that_is_too_long(
    error: AnswerError | None, expected: bool
) -> None:
    assert is_too_long(error) is expected


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"thread": 3}, "thread must be text"),
        ({"thread": " "}, "named by a word"),
        ({"thread": 'a"b'}, "no quotes"),
        ({"thread": "x" * 61}, "at most 60"),
        ({"thread": "-a"}, "no dash"),
        ({"thread": "a", "continue_from": Transcript()}, "give one of them"),
        ({"max_earlier": 0}, "max_earlier must be a whole number"),
        ({"continue_from": Transcript((Turn("user", "a"), Turn("user", "b")))}, "turn 2"),
        ({"continue_from": Transcript((Turn("user", "a"),))}, "ends with a question"),
        ({"continue_from": Transcript((Turn("assistant", "a"), Turn("user", "b")))}, "turn 1"),
    ],
)
def test_what_is_no_conversation_is_refused_before_it_is_sent(given: dict[str, Any], says: str) -> None:
    with LocalServer(lambda _: HELLO) as server:
        with pytest.raises(UsageProblem, match=says) as problem:
            client.ask("now", **chat(server), **given)
        assert not server.seen
    assert "\n" not in str(problem.value)


def test_a_thread_waits_for_its_last_answer() -> None:
    slow = ("head 200 text/event-stream", "delta one", "stall")
    with LocalServer(lambda _: slow) as server, Client(**chat(server)) as asker:
        live = asker.begin("one", thread="a")
        with pytest.raises(UsageProblem, match="still being answered"):
            asker.begin("two", thread="a")
        live.stop()
        live.wait()
        assert asker.memory.thread("a") == asker.memory.threads.get("a", asker.memory.thread("a"))


def test_a_private_question_is_no_source_of_the_session() -> None:
    with Client(provider="demo") as asker:
        asker.ask("what is DNA?", private=True)
        kept = asker.ask("what is a black hole?")
        assert asker.memory.answers == (kept,)
