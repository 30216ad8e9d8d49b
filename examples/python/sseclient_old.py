"""text_chunk and done by GET with sseclient, which is not sseclient-py: pip install sseclient."""

import json
import os

from sseclient import SSEClient

events = SSEClient(
    os.environ["PERPLEXITY_BASE_URL"] + "/events",
    params={"q": "What is DNA?", "token": os.environ["PERPLEXITY_API_KEY"]},
)

for event in events:
    if event.event == "text_chunk":
        print(json.loads(event.data)["text"], end="", flush=True)
    if event.event == "done":  # without this it would connect again
        print(f"\n\nCitations: {json.loads(event.data)['citations']}")
        break
