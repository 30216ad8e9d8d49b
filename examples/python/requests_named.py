"""text_chunk and done with requests; a stream that breaks is asked for again, since none can be resumed."""

import json
import os

import requests

url = os.environ["PERPLEXITY_BASE_URL"] + "/events"
headers = {"Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"], "Accept": "text/event-stream"}
payload = {"model": "sonar", "prompt": "What is DNA?", "stream": True}


def ask() -> dict:
    with requests.post(url, headers=headers, json=payload, stream=True) as response:
        response.raise_for_status()
        for line in response.iter_lines():
            if not line.startswith(b"data:"):
                continue  # an empty line, or "event:"; the type stands in the data too
            event = json.loads(line.removeprefix(b"data:"))
            if event["type"] == "text_chunk":
                print(event["text"], end="", flush=True)
            elif event["type"] == "done":
                return event
    raise requests.exceptions.ChunkedEncodingError("the stream ended before done")


for attempt in range(3):
    try:
        done = ask()
        print(f"\n\nCitations: {done['citations']}\nUsage: {done['usage']}")
        break
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError):
        print("\n(broken off, asking again)", flush=True)
