"""The streaming guide's best practice: content as it comes, citations and usage at the end."""

import os

from openai import OpenAI

client = OpenAI(
    api_key=os.environ["PERPLEXITY_API_KEY"],
    base_url=os.environ["PERPLEXITY_BASE_URL"],
)

stream = client.chat.completions.create(
    model="sonar-pro",
    messages=[{"role": "user", "content": "What is DNA?"}],
    stream=True,
)

content = ""
citations = []
usage_info = None

for chunk in stream:
    # Content arrives progressively
    if chunk.choices[0].delta.content is not None:
        content_chunk = chunk.choices[0].delta.content
        content += content_chunk
        print(content_chunk, end="", flush=True)

    # Metadata arrives in final chunks
    if hasattr(chunk, "citations") and chunk.citations:
        citations = chunk.citations

    if hasattr(chunk, "usage") and chunk.usage:
        usage_info = chunk.usage

    # Handle completion
    if chunk.choices[0].finish_reason is not None:
        print(f"\n\nFinish reason: {chunk.choices[0].finish_reason}")
        print(f"Citations: {citations}")
        print(f"Usage: {usage_info}")
