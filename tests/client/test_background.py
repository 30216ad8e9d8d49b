"""Background runs of the Agent API: taken up again, polled, cancelled; never started twice."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from typing import Any

import pytest
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.errors import Stopped, TransportError, UsageProblem

ID = "resp_0123abcd"
WORDS = ("Deep ", "research ", "takes ", "time.")


def snapshot(status: str, text: str = "") -> dict[str, Any]:
    """The response object in a state."""
    output = [{"type": "message", "content": [{"type": "output_text", "text": text, "annotations": []}]}]
    return {
        "id": ID,
        "object": "response",
        "model": "high",
        "status": status,
        "output": output if text else [],
    }


def event(number: int) -> str:
    """Event ``number`` of the run: created, four deltas, completed; as a step of the server."""
    if number == 0:
        value: dict[str, Any] = {"type": "response.created", "response": snapshot("in_progress")}
    elif number <= len(WORDS):
        value = {
            "type": "response.output_text.delta",
            "delta": WORDS[number - 1],
            "output_index": 0,
            "content_index": 0,
        }
    else:
        value = {"type": "response.completed", "response": snapshot("completed", "".join(WORDS))}
    return "raw data: " + json.dumps(value | {"sequence_number": number}) + r"\n\n"


def body(value: dict[str, Any]) -> tuple[str, str]:
    """A JSON reply."""
    return ("reply 200 application/json", f"body {json.dumps(value)}")


def asked(server: LocalServer, **more: Any) -> dict[str, Any]:
    """Settings for a background run at this server."""
    return {"provider": "responses", "base_url": server.url, "background": True, "model": "high", **more}


def broken_after(*counts: int) -> Any:
    """A server whose connections break after so many events each, then hold."""
    left = list(counts)

    def script(seen: Seen) -> tuple[str, ...]:
        after = int(seen.path.partition("starting_after=")[2] or -1)
        numbers = range(after + 1, len(WORDS) + 2)
        if left:
            return ("head 200 text/event-stream", *map(event, numbers[: left.pop(0)]), "close")
        return ("head 200 text/event-stream", *map(event, numbers), "end")

    return script


def test_a_broken_run_is_taken_up_behind_its_last_event() -> None:
    """Two breaks, and the text is whole: no word lost, none twice, the run started once."""
    with LocalServer(broken_after(2, 2)) as server:
        answer = client.ask("hi", **asked(server))
    assert answer.text == "".join(WORDS)
    assert answer.status == "done"
    assert [seen.method for seen in server.seen] == ["POST", "GET", "GET"]
    assert server.seen[0].json["background"] is True
    assert server.seen[1].path == f"/v1/responses/{ID}?stream=true&starting_after=1"
    assert server.seen[2].path == f"/v1/responses/{ID}?stream=true&starting_after=3"


def test_text_seen_before_the_break_stays_visible() -> None:
    """What a reader has seen never disappears while the run is taken up again."""
    with LocalServer(broken_after(3)) as server:
        texts = [answer.text for answer in client.stream("hi", **asked(server))]
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert texts[-1] == "".join(WORDS)


def test_a_run_that_cannot_be_reached_any_more_keeps_its_text() -> None:
    """After the retries the break is the error; the run is not started again."""

    def script(seen: Seen) -> tuple[str, ...]:
        return (
            ("head 200 text/event-stream", event(0), event(1), "close")
            if seen.method == "POST"
            else ("reset",)
        )

    with LocalServer(script) as server, pytest.raises(TransportError) as raised:
        client.ask("hi", **asked(server, retries=1))
    assert [seen.method for seen in server.seen] == ["POST", "GET"]
    assert raised.value.answer is not None
    assert raised.value.answer.text == WORDS[0]


def test_a_queued_run_is_polled_until_it_is_complete() -> None:
    """Without a stream the state is asked for again, and the answer is the same."""
    states = [snapshot("queued"), snapshot("in_progress"), snapshot("completed", "".join(WORDS))]

    with LocalServer(lambda _: body(states.pop(0))) as server:
        live = client.begin("hi", **asked(server, stream=False))
        notes = set()
        while not live.done:
            live.wait_change(0.05)
            notes.add(live.progress.note)
        assert live.result().text == "".join(WORDS)
    assert [seen.path for seen in server.seen] == ["/v1/responses"] + [f"/v1/responses/{ID}"] * 2
    assert "queued at the server" in notes


def test_stop_cancels_the_run_at_the_server() -> None:
    """A run nobody waits for would go on costing; the reader does not wait for the cancel."""

    def script(seen: Seen) -> tuple[str, ...]:
        if seen.path.endswith("/cancel"):
            return ("stall",)
        return ("head 200 text/event-stream", event(0), event(1), "stall")

    with LocalServer(script) as server:
        live = client.begin("hi", **asked(server))
        while not live.answer.text:
            live.wait_change(0.05)
        live.stop()
        with pytest.raises(Stopped):
            live.result()
        while len(server.seen) < 2:
            time.sleep(0.01)
        assert not server.seen[1].gone.wait(0.3), "the reader waited for the server's answer to the cancel"
        assert (server.seen[1].method, server.seen[1].path) == ("POST", f"/v1/responses/{ID}/cancel")


def test_background_is_for_the_agent_api() -> None:
    """Elsewhere it is a mistake, said before anything is sent."""
    with pytest.raises(UsageProblem, match="Agent API"):
        client.ask("hi", provider="chat", base_url="http://127.0.0.1:1", background=True)


@pytest.mark.parametrize("name", ["../../v1/models", "resp_1/cancel", "resp 1", "x" * 200])
def test_a_run_id_is_never_a_path(name: str) -> None:
    """An id a server made up to reach another address is not followed."""
    created = {
        "type": "response.created",
        "sequence_number": 0,
        "response": snapshot("in_progress") | {"id": name},
    }
    steps = ("head 200 text/event-stream", f"raw data: {json.dumps(created)}" + r"\n\n", "close")
    with LocalServer(lambda _: steps) as server, pytest.raises(TransportError):
        client.ask("hi", **asked(server, retries=0))
    assert {seen.path for seen in server.seen} == {"/v1/responses"}
