"""The asynchronous client, with the usage in a chunk of its own: pip install openai."""

import asyncio
import os

from openai import AsyncOpenAI


async def main() -> None:
    async with AsyncOpenAI(
        api_key=os.environ["PERPLEXITY_API_KEY"],
        base_url=os.environ["PERPLEXITY_BASE_URL"] + "/api/v1",
        default_headers={
            "Accept": "text/event-stream"
        },  # Jupyter's server proxy streams for those who say so
    ) as client:
        stream = await client.chat.completions.create(
            model="perplexity/sonar",
            messages=[{"role": "user", "content": "What is DNA?"}],
            stream=True,
            stream_options={"include_usage": True},
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                print(chunk.choices[0].delta.content, end="", flush=True)
            if chunk.usage:
                print(f"\n\nUsage: {chunk.usage.total_tokens}")


asyncio.run(main())
