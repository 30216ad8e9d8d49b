"""Perf's "Python Async": aiohttp, and a fall back to the whole answer: pip install aiohttp."""

import asyncio
import json
import os

import aiohttp

URL = os.environ["PERPLEXITY_BASE_URL"] + "/v1/chat"
HEADERS = {"Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"]}
BODY = {"messages": [{"role": "user", "content": "What is DNA?"}]}


async def stream(session: aiohttp.ClientSession) -> None:
    async with session.post(URL + "/stream", json=BODY, headers={"Accept": "text/event-stream"}) as response:
        response.raise_for_status()
        async for line in response.content:
            if line.startswith(b"data: ") and b"[DONE]" not in line:
                delta = json.loads(line.removeprefix(b"data: "))["choices"][0]["delta"]
                print(delta.get("content") or "", end="", flush=True)


async def whole(session: aiohttp.ClientSession) -> None:
    async with session.post(URL, json=BODY) as response:
        response.raise_for_status()
        answer = await response.json()
        print(answer["choices"][0]["message"]["content"])
        print(f"\nAnswered by: {answer['perf']['model_used']}")


async def main() -> None:
    timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
    async with aiohttp.ClientSession(headers=HEADERS, timeout=timeout) as session:
        try:
            await stream(session)
        except aiohttp.ClientError:
            await whole(session)


asyncio.run(main())
