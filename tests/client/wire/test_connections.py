"""Connections that are used again: how many there are, which is taken, when they are closed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from pplx_notebook.network.wire import connections
from pplx_notebook.network.wire.httpcore_pool import PooledTransport
from pplx_notebook.network.wire.transport import Request, Response

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"


class Seen:
    """What a server saw: one number a connection, one entry a request."""

    def __init__(self) -> None:
        self.url = ""
        self.opened = self.open = 0
        self.asked: list[int] = []
        self.answer = OK
        self.ends = False


@asynccontextmanager
async def serving():
    seen, writers = Seen(), []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number, seen.opened, seen.open = seen.opened, seen.opened + 1, seen.open + 1
        writers.append(writer)
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                seen.asked.append(number)
                writer.write(seen.answer)
                if seen.ends:
                    return
        except (OSError, EOFError):
            pass
        finally:
            seen.open -= 1
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    seen.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
    try:
        yield seen
    finally:
        listening.close()
        for writer in writers:
            writer.close()


def run(fact: Callable[[PooledTransport, Seen], Awaitable[None]]) -> None:
    """One transport, one server."""

    async def with_both() -> None:
        transport = PooledTransport()
        async with serving() as seen:
            try:
                await fact(transport, seen)
            finally:
                await transport.aclose()

    asyncio.run(asyncio.wait_for(with_both(), 30))


async def asked(transport: PooledTransport, seen: Seen) -> Response:
    """A response whose head has arrived: its connection is still its own."""
    return await transport.send(Request("GET", seen.url, b"", None, 5.0, 5.0))


async def read(response: Response) -> None:
    """To its end."""
    assert b"".join([part async for part in response.parts]) == b"hi"
    await response.aclose()


async def until(fact: Callable[[], object]) -> None:
    """Wait until it is so."""
    while not fact():  # noqa: ASYNC110  # the other side of a socket sets no event
        await asyncio.sleep(0.005)


async def closed(seen: Seen, left: int) -> None:
    """Wait until the server has so many open ones."""
    await until(lambda: seen.open == left)


def test_as_many_as_are_under_way_and_no_more() -> None:
    async def fact(transport: PooledTransport, seen: Seen) -> None:
        for _ in range(3):
            for response in [await asked(transport, seen) for _ in range(20)]:
                await read(response)
        assert seen.opened == 20
        assert len(seen.asked) == 60

    run(fact)


def test_the_one_that_became_free_last_is_used_first() -> None:
    async def fact(transport: PooledTransport, seen: Seen) -> None:
        first, second = await asked(transport, seen), await asked(transport, seen)
        await read(first)
        await read(second)
        for _ in range(3):
            await read(await asked(transport, seen))
        assert seen.asked == [0, 1, 1, 1, 1]

    run(fact)


def test_what_was_not_read_to_its_end_is_closed() -> None:
    async def fact(transport: PooledTransport, seen: Seen) -> None:
        seen.answer = OK.replace(b"length: 2", b"length: 9")
        response = await asked(transport, seen)
        await response.aclose()
        await response.aclose()  # once is enough, twice gives nothing back twice
        await closed(seen, 0)
        seen.answer = OK
        await read(await asked(transport, seen))
        assert seen.opened == 2

    run(fact)


def test_one_that_its_server_has_ended_is_not_used() -> None:
    async def fact(transport: PooledTransport, seen: Seen) -> None:
        seen.ends = True
        for _ in range(5):
            await read(await asked(transport, seen))
            await closed(seen, 0)
        assert seen.opened == 5

    run(fact)


def test_what_nobody_needed_for_long_is_closed_with_the_next_request(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fact(transport: PooledTransport, seen: Seen) -> None:
        for response in [await asked(transport, seen) for _ in range(5)]:
            await read(response)
        assert seen.open == 5
        monkeypatch.setattr(connections, "KEEP_IDLE_S", -1.0)
        response = await asked(transport, seen)
        await closed(seen, 1)
        await read(response)

    run(fact)


def test_closing_takes_those_in_use_too() -> None:
    async def fact(transport: PooledTransport, seen: Seen) -> None:
        await read(await asked(transport, seen))
        under_way = [await asked(transport, seen), await asked(transport, seen)]
        assert seen.open == 2
        await transport.aclose()
        await closed(seen, 0)
        for response in under_way:  # whoever had them may still let them go
            await response.aclose()

    run(fact)


def test_a_question_that_is_cancelled_leaves_none_open() -> None:
    async def fact(transport: PooledTransport, seen: Seen) -> None:
        seen.answer = b""  # never
        task = asyncio.create_task(asked(transport, seen))
        await until(lambda: seen.asked)
        task.cancel()
        await asyncio.wait((task,))
        await closed(seen, 0)

    run(fact)
