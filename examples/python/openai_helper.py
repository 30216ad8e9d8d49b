"""The OpenAI client's own ``.stream()`` helper, which puts the chunks together: pip install openai."""

import os

from openai import OpenAI

client = OpenAI(
    api_key=os.environ["PERPLEXITY_API_KEY"],
    base_url=os.environ["PERPLEXITY_BASE_URL"] + "/api/v1",
    # Jupyter's server proxy streams for those who say that they take a stream
    default_headers={"Accept": "text/event-stream"},
)

with client.chat.completions.stream(
    model="perplexity/sonar", messages=[{"role": "user", "content": "What is DNA?"}]
) as stream:
    for event in stream:
        if event.type == "content.delta":
            print(event.delta, end="", flush=True)
    final = stream.get_final_completion()
    print(f"\n\nFinish reason: {final.choices[0].finish_reason}")
