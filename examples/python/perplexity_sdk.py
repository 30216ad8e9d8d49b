"""Perplexity's own client; it reads PERPLEXITY_API_KEY and PERPLEXITY_BASE_URL: pip install perplexityai."""

from perplexity import Perplexity

# Jupyter's server proxy streams for those who say that they take a stream
client = Perplexity(default_headers={"Accept": "text/event-stream"})

for event in client.responses.create(preset="fast-search", input="What is DNA?", stream=True):
    if event.type == "response.output_text.delta":
        print(event.delta, end="", flush=True)
    if event.type == "response.completed":
        print(f"\n\nModel: {event.response.model}")
