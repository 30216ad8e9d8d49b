"""text_chunk and done with sseclient-py on requests: pip install sseclient-py requests."""

import json
import os

import requests
import sseclient

response = requests.post(
    os.environ["PERPLEXITY_BASE_URL"] + "/events",
    headers={"Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"], "Accept": "text/event-stream"},
    json={"prompt": "What is DNA?"},
    stream=True,
)

for event in sseclient.SSEClient(response).events():
    if event.event == "text_chunk":
        print(json.loads(event.data)["text"], end="", flush=True)
    if event.event == "done":
        print(f"\n\nCitations: {json.loads(event.data)['citations']}")
        break
