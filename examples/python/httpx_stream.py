"""Chat completions with httpx: pip install httpx."""

import json
import os

import httpx

body = {"model": "sonar", "messages": [{"role": "user", "content": "What is DNA?"}], "stream": True}
headers = {"Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"], "Accept": "text/event-stream"}

with httpx.stream(
    "POST", os.environ["PERPLEXITY_BASE_URL"] + "/chat/completions", headers=headers, json=body
) as response:
    response.raise_for_status()
    for line in response.iter_lines():
        if line.startswith("data: ") and line != "data: [DONE]":
            chunk = json.loads(line.removeprefix("data: "))
            print(chunk["choices"][0]["delta"].get("content") or "", end="", flush=True)
            if chunk["choices"][0]["finish_reason"]:
                print(f"\n\nCitations: {chunk['citations']}")
