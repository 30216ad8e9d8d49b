"""The Agent API through the OpenAI client's ``responses``: pip install openai."""

import os

from openai import OpenAI

client = OpenAI(
    api_key=os.environ["PERPLEXITY_API_KEY"],
    base_url=os.environ["PERPLEXITY_BASE_URL"] + "/v1",
    # Jupyter's server proxy streams for those who say that they take a stream
    default_headers={"Accept": "text/event-stream"},
)

for event in client.responses.create(model="perplexity/sonar", input="What is DNA?", stream=True):
    if event.type == "response.output_text.delta":
        print(event.delta, end="", flush=True)
    if event.type == "response.completed":
        print(f"\n\nUsage: {event.response.usage.total_tokens}")
