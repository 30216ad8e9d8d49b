"""Our client and others: each makes a function from URL to length of the text."""

from __future__ import annotations

import asyncio
import functools
import json
import socket
import time
from collections.abc import Callable

QUESTION = {"model": "sonar", "messages": [{"role": "user", "content": "hi"}], "stream": True}


def raw_socket() -> Callable[[str], int]:
    """The floor: recv and nothing else."""

    def run(url: str) -> int:
        host, port = url.split("/")[2].split(":")
        body = json.dumps(QUESTION).encode()
        with socket.create_connection((host, int(port))) as connection:
            path = "/" + url.split("/", 3)[3]
            connection.sendall(
                b"POST %b HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n%b"
                % (path.encode(), len(body), body)
            )
            size, tail = 0, b""
            while not tail.endswith(b"0\r\n\r\n"):
                data = connection.recv(65536)
                size, tail = size + len(data), (tail + data)[-5:]
        return size

    return run


def iter_raw() -> Callable[[str], int]:
    """httpx, nothing parsed."""
    import httpx

    client = httpx.Client()

    def run(url: str) -> int:
        with client.stream("POST", url + "/chat/completions", json=QUESTION) as response:
            return sum(map(len, response.iter_raw()))

    return run


def iter_raw_async() -> Callable[[str], int]:
    """httpx, asyncio, nothing parsed."""
    import httpx

    async def ask(url: str) -> int:
        async with (
            httpx.AsyncClient() as client,
            client.stream("POST", url + "/chat/completions", json=QUESTION) as response,
        ):
            size = 0
            async for data in response.aiter_raw():
                size += len(data)
            return size

    return lambda url: asyncio.run(ask(url))


def httpx_sse() -> Callable[[str], int]:
    """httpx, httpx-sse and json."""
    import httpx
    from httpx_sse import connect_sse

    client = httpx.Client()

    def run(url: str) -> int:
        text = []
        with connect_sse(client, "POST", url + "/chat/completions", json=QUESTION) as source:
            for sse in source.iter_sse():
                if sse.data == "[DONE]":
                    break
                text.append(json.loads(sse.data)["choices"][0]["delta"].get("content") or "")
        return len("".join(text))

    return run


def aiohttp_lines() -> Callable[[str], int]:
    """aiohttp and json, line by line."""
    import aiohttp

    async def ask(url: str) -> int:
        size = 0
        async with (
            aiohttp.ClientSession(read_bufsize=2**22) as session,
            session.post(url + "/chat/completions", json=QUESTION) as response,
        ):
            async for line in response.content:
                if line.startswith(b"data: {"):
                    size += len(json.loads(line[6:])["choices"][0]["delta"].get("content") or "")
        return size

    return lambda url: asyncio.run(ask(url))


def openai_sync() -> Callable[[str], int]:
    """The openai SDK."""
    import openai

    client_for = functools.cache(lambda url: openai.OpenAI(base_url=url, api_key="none"))  # 22 ms each

    def run(url: str) -> int:
        stream = client_for(url).chat.completions.create(**QUESTION)
        return len("".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices))

    return run


def perplexity_sync() -> Callable[[str], int]:
    """The perplexityai SDK."""
    import perplexity

    client_for = functools.cache(
        lambda url: perplexity.Perplexity(base_url=url, api_key="none")
    )  # 22 ms each

    def run(url: str) -> int:
        stream = client_for(url).chat.completions.create(**QUESTION)
        return len("".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices))

    return run


def ours() -> Callable[[str], int]:
    """pplx_notebook.ask: network thread, main thread waiting."""
    from pplx_notebook import client

    return lambda url: len(client.ask("hi", provider="chat", base_url=url, model="sonar").text)


def ours_without_sockets() -> Callable[[str], int]:
    """The same on httpcore's own sockets: what is left when network/wire/sockets is deleted."""
    import httpcore

    from pplx_notebook.network.wire import httpcore_pool

    httpcore_pool.network_backend, httpcore_pool.push_of = httpcore.AnyIOBackend, lambda *_: None
    return ours()


def ours_async() -> Callable[[str], int]:
    """pplx_notebook.aask in a loop of its own."""
    from pplx_notebook import client

    return lambda url: len(asyncio.run(client.aask("hi", provider="chat", base_url=url, model="sonar")).text)


def ours_shown() -> Callable[[str], int]:
    """pplx_notebook.begin, with a snapshot every 50 ms as a display takes them."""
    from pplx_notebook import client

    def run(url: str) -> int:
        live = client.begin("hi", provider="chat", base_url=url, model="sonar")
        while not live.done:
            time.sleep(0.05)
            len(live.answer.text)
        return len(live.result().text)

    return run


CLIENTS = {
    "raw socket": raw_socket,
    "httpx iter_raw": iter_raw,
    "httpx iter_raw async": iter_raw_async,
    "ours ask": ours,
    "ours, httpcore's sockets": ours_without_sockets,
    "ours aask": ours_async,
    "ours shown": ours_shown,
    "httpx-sse + json": httpx_sse,
    "aiohttp + json": aiohttp_lines,
    "openai": openai_sync,
    "perplexityai": perplexity_sync,
}
