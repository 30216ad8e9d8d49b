"""Many questions as careful users of other libraries ask them; run in an environment that has the library.

    python tests/bench/study_peers.py PEER URL QUESTIONS WIDTH

Each prints a JSON line: answers kept, CPU milliseconds a question, megabytes grown. None of them has a ledger of its
own except curator (a cache folder); what is in memory is gone with the process.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any


def questions(many: int) -> list[str]:
    """The same as ``study_program.py`` asks."""
    return [f"What is the number {n}?" for n in range(many)]


def memory_mb() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def gathered(made: Callable[[str], Any], url: str, many: int, width: int) -> int:
    """An official SDK's asynchronous client under ``asyncio.gather`` and a semaphore; streamed, as ours are."""

    async def all_of_them() -> int:
        gate, client = asyncio.Semaphore(width), made(url)

        async def one(question: str) -> str | None:
            async with gate:
                try:
                    stream = await client.chat.completions.create(
                        model="local", messages=[{"role": "user", "content": question}], stream=True
                    )
                    return "".join(
                        [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
                    )
                except Exception:  # a careful user keeps the row
                    return None

        return sum(bool(text) for text in await asyncio.gather(*map(one, questions(many))))

    return asyncio.run(all_of_them())


def openai(url: str, many: int, width: int) -> int:
    """The openai SDK."""
    from openai import AsyncOpenAI

    return gathered(lambda url: AsyncOpenAI(base_url=url, api_key="none", timeout=2.0), url, many, width)


def perplexityai(url: str, many: int, width: int) -> int:
    """The perplexityai SDK."""
    from perplexity import AsyncPerplexity

    return gathered(lambda url: AsyncPerplexity(base_url=url, api_key="none", timeout=2.0), url, many, width)


def httpcore(url: str, many: int, width: int, *, lanes: int = 1) -> int:
    """httpcore alone: the request goes out, the bytes come in, nobody looks at them."""
    import httpcore as library

    async def all_of_them() -> int:
        pools = [library.AsyncConnectionPool(max_connections=None, keepalive_expiry=90) for _ in range(lanes)]
        gate, free = asyncio.Semaphore(width), list(range(width))

        async def one(question: str) -> bool:
            body = {"model": "local", "stream": True, "messages": [{"role": "user", "content": question}]}
            async with gate:
                lane = free.pop()
                try:
                    response = await pools[lane % lanes].request(
                        "POST", f"{url}/chat/completions", headers={"Host": "local"},
                        content=json.dumps(body).encode(), extensions={"timeout": {"read": 2.0}},
                    )  # fmt: skip
                    return response.status == 200
                except Exception:
                    return False
                finally:
                    free.append(lane)

        try:
            return sum(await asyncio.gather(*map(one, questions(many))))
        finally:
            for pool in pools:
                await pool.aclose()

    return asyncio.run(all_of_them())


def chatlas(url: str, many: int, width: int) -> int:
    """chatlas' own way of asking many."""
    from chatlas import ChatOpenAICompletions, parallel_chat_text

    chat = ChatOpenAICompletions(base_url=url, model="local", api_key="none", kwargs={"timeout": 2.0})
    texts = asyncio.run(
        parallel_chat_text(chat, questions(many), max_active=width, rpm=10**9, on_error="continue")
    )
    return sum(isinstance(text, str) and bool(text) for text in texts)


def curator(url: str, many: int, width: int) -> int:
    """curator, through its litellm backend: the openai one fetches an encoding from the network first."""
    os.environ |= {
        "OPENAI_API_KEY": "none",
        "CURATOR_VIEWER": "0",
        "TELEMETRY_ENABLED": "0",
        "CURATOR_CACHE_DIR": tempfile.mkdtemp(),
    }
    from bespokelabs import curator as library

    limits = {
        "max_concurrent_requests": width,
        "max_requests_per_minute": 10**7,
        "max_tokens_per_minute": 10**10,
    }
    llm = library.LLM(
        model_name="openai/local", backend="litellm",
        backend_params={"base_url": url, "api_key": "none", "request_timeout": 2, **limits},
    )  # fmt: skip
    answers = llm(questions(many))
    return len(getattr(answers, "dataset", answers))


def main(peer: str, url: str, many: str, width: str) -> None:
    """Ask, and say what it took."""
    peers: dict[str, Callable[[str, int, int], int]] = {
        "openai": openai, "perplexityai": perplexityai, "chatlas": chatlas, "curator": curator,
        "httpcore": httpcore, "httpcore, a pool each": partial(httpcore, lanes=int(width)),
    }  # fmt: skip
    ask = peers[peer]
    ask(url, 5, 5)
    before_mb, cpu_s, began_s = memory_mb(), time.process_time(), time.monotonic()
    kept = ask(url, int(many), int(width))
    figures = {
        "done": kept, "cpu_ms": 1000 * (time.process_time() - cpu_s) / int(many), "grown_mb": memory_mb() - before_mb,
        "seconds": time.monotonic() - began_s, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }  # fmt: skip
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
