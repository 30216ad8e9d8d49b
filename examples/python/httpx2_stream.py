"""Perf's stream with httpx2, asynchronously: pip install httpx2."""

import asyncio
import json
import os

import httpx2


async def main() -> None:
    body = {"messages": [{"role": "user", "content": "What is DNA?"}]}  # the model is optional
    headers = {"Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"], "Accept": "text/event-stream"}
    url = os.environ["PERPLEXITY_BASE_URL"] + "/v1/chat/stream"
    async with (
        httpx2.AsyncClient() as client,
        client.stream("POST", url, headers=headers, json=body) as answer,
    ):
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            if line.startswith("data: ") and line != "data: [DONE]":
                chunk = json.loads(line.removeprefix("data: "))
                print(chunk["choices"][0]["delta"].get("content") or "", end="", flush=True)
                if chunk["choices"][0]["finish_reason"]:
                    print(f"\n\nAnswered by: {chunk['perf']['model_used']}")


asyncio.run(main())
