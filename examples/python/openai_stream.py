"""The streaming guide's first program: pip install openai."""

import os

from openai import OpenAI

client = OpenAI(
    api_key=os.environ["PERPLEXITY_API_KEY"],
    base_url=os.environ["PERPLEXITY_BASE_URL"],
)

stream = client.chat.completions.create(
    model="sonar",
    messages=[{"role": "user", "content": "What is DNA?"}],
    stream=True,
)

for chunk in stream:
    if chunk.choices[0].delta.content is not None:
        print(chunk.choices[0].delta.content, end="", flush=True)
