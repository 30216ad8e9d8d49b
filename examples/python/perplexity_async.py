"""Perplexity's asynchronous client on chat completions: pip install perplexityai."""

import asyncio

from perplexity import AsyncPerplexity


async def main() -> None:
    async with AsyncPerplexity(default_headers={"Accept": "text/event-stream"}) as client:
        stream = await client.chat.completions.create(
            model="sonar", messages=[{"role": "user", "content": "What is DNA?"}], stream=True
        )
        results = []
        async for chunk in stream:
            print(chunk.choices[0].delta.content or "", end="", flush=True)
            results = chunk.search_results or results
        print(f"\n\nCitations: {[result.url for result in results]}")


asyncio.run(main())
