"""A chat server in a process of its own that fails now and then: for many questions.

    python tests/servers/study_server.py [--faults 0.1] [--pause 0.02] [--spread 0.5] [--cost 0.001] [--seed 1] [--parent]

Prints its port. Each question is answered with its own words, in a stream of five events after a pause (``--spread
0.5``: half as long to half as long again, as answers are; 0: all alike, and so all at once); with ``--faults`` that part of the requests ends in 429, 500, a reset (before the text, in the middle of it) or a stall. It
counts what it sees; ``GET /counts`` tells: ``{"answered": {question: times}, "requests", "most", "busy_s",
"open_s"}`` (``most`` streams at once; ``busy_s`` the seconds all streams took together between the first request and
the last, ``open_s`` the seconds between these, ``marks`` the same at each hundredth request: number, busy, clock), ``POST /reset`` begins anew.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import sys
import time
from collections import Counter

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
WORDS = 40
MARK = 100  # requests


class Seen:
    """What the server has seen."""

    def __init__(self) -> None:
        self.answered: Counter[str] = Counter()
        self.requests = self.active = self.most = 0
        self.faults: Counter[str] = Counter()
        self.marks: list[tuple[int, float, float]] = []
        self.busy_s = self.first_s = self.last_s = self.busy_at_last_s = self.at_s = 0.0

    def tick(self, change: int) -> None:
        """A stream begins or ends."""
        now = time.monotonic()
        self.busy_s += self.active * (now - self.at_s) if self.at_s else 0.0
        self.at_s, self.active = now, self.active + change
        self.most = max(self.most, self.active)
        if change > 0:  # not the first question of a program, which only warms it up
            self.first_s = self.first_s or now
            self.last_s, self.busy_at_last_s = now, self.busy_s
            if self.requests % MARK == 0:
                self.marks.append((self.requests, self.busy_s, now))

    def counts(self) -> dict[str, object]:
        """All of it as JSON."""
        return {
            "answered": self.answered, "requests": self.requests, "most": self.most, "faults": self.faults,
            "busy_s": self.busy_at_last_s, "open_s": self.last_s - self.first_s, "first_s": self.first_s, "marks": self.marks,
        }  # fmt: skip


class Server:
    """Answers requests as the options say."""

    def __init__(self, faults: float, pause_s: float, spread: float, cost: float, seed: int) -> None:
        self.faults, self.pause_s, self.spread, self.cost = faults, pause_s, spread, cost
        self.random = random.Random(seed)  # noqa: S311  # the same faults each time
        self.seen = Seen()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
                body = await reader.readexactly(length)
                if head.startswith(b"get /counts"):
                    writer.write(whole(200, json.dumps(self.seen.counts()).encode()))
                elif head.startswith(b"post /reset"):
                    self.seen = Seen()
                    writer.write(whole(200, b"{}"))
                elif not await self.answer(json.loads(body), reader, writer):
                    return
        except (OSError, EOFError):
            pass
        finally:
            writer.close()

    async def answer(
        self, body: dict[str, object], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """One question; False where the connection is over."""
        seen, question = self.seen, asked_in(body)
        seen.requests += 1
        fault = self.random.choice(FAULTS) if self.random.random() < self.faults else ""
        if "BAD KEY" in question:
            fault = "401"
        seen.faults[fault] += bool(fault)
        counted = question != "warm up"
        seen.tick(counted)
        pause_s = self.pause_s * (1 + self.random.uniform(-self.spread, self.spread) if self.spread else 1)
        try:
            await asyncio.sleep(pause_s)
            return await self.respond(question, fault, body, reader, writer)
        finally:
            seen.tick(-counted)

    async def respond(
        self,
        question: str,
        fault: str,
        body: dict[str, object],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Write what comes of it."""
        if fault in STATUSES:
            status, more = STATUSES[fault]
            writer.write(
                whole(status, json.dumps({"error": {"message": f"status {status} to order"}}).encode(), more)
            )
            return True
        if fault == "stall":
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), 30)  # the client gives up
            return False
        if fault == "reset":
            writer.transport.abort()
            return False
        if not body.get("stream"):
            message = {"role": "assistant", "content": text_of(question)}
            whole_answer = {
                "object": "chat.completion",
                "id": "x",
                "created": 1,
                "model": "local",
                "usage": self.usage(),
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            }
            writer.write(whole(200, json.dumps(whole_answer).encode()))
            self.seen.answered[question] += 1
            return True
        words = text_of(question)
        size = -(-len(words) // 4)
        pieces = [words[at : at + size] for at in range(0, len(words), size)]
        writer.write(HEAD + chunk(event({"role": "assistant", "content": pieces[0]})))
        if fault == "middle":
            await writer.drain()
            await asyncio.sleep(0.005)
            writer.transport.abort()
            return False
        await asyncio.sleep(self.pause_s / 4)
        last = event({}, "stop", self.usage())
        writer.write(
            b"".join(chunk(event({"content": piece})) for piece in pieces[1:])
            + chunk(last)
            + chunk(b"data: [DONE]\n\n")
            + b"0\r\n\r\n"
        )
        await writer.drain()
        self.seen.answered[question] += 1
        return True

    def usage(self) -> dict[str, object]:
        """What an answer costs."""
        counts = {"prompt_tokens": 10, "completion_tokens": WORDS, "total_tokens": WORDS + 10}
        return counts | ({"cost": {"total_cost": self.cost}} if self.cost else {})


FAULTS = ("429", "500", "reset", "middle", "stall")
STATUSES = {
    "401": (401, ""),
    "429": (429, "retry-after-ms: 100\r\n"),
    "500": (500, ""),
}


def asked_in(body: dict[str, object]) -> str:
    """The question, also where it comes as parts; "" for none."""
    content = body["messages"][-1]["content"] if body.get("messages") else ""  # type: ignore[index]
    return content if isinstance(content, str) else content[0]["text"]


def text_of(question: str) -> str:
    """An answer that only this question has."""
    return f"You asked: {question} " + " ".join(f"word{n}" for n in range(WORDS))


def event(
    delta: dict[str, object], reason: str | None = None, usage: dict[str, object] | None = None
) -> bytes:
    """One event of the chat dialect."""
    value = {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "local",
        "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
    }
    return b"data: " + json.dumps(value | ({"usage": usage} if usage else {})).encode() + b"\n\n"


def chunk(data: bytes) -> bytes:
    """One HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def whole(status: int, body: bytes, more: str = "") -> bytes:
    """A response with its length."""
    head = f"HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\n{more}content-length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def main() -> None:
    """Serve until ended, or until whoever began it has ended."""
    options = argparse.ArgumentParser()
    options.add_argument("--faults", type=float, default=0.0)
    options.add_argument("--pause", type=float, default=0.02)
    options.add_argument("--spread", type=float, default=0.0)
    options.add_argument("--cost", type=float, default=0.001)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    server = Server(asked.faults, asked.pause, asked.spread, asked.cost, asked.seed)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=2048)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)  # its end is the end of whoever began it


if __name__ == "__main__":
    asyncio.run(main())
