"""The streaming guide with requests, "for production use": the events parsed by hand."""

import json
import os

import requests


def stream_with_proper_parsing() -> None:
    url = os.environ["PERPLEXITY_BASE_URL"] + "/v1/chat/completions"
    headers = {
        "Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"],
        "Content-Type": "application/json",
    }
    payload = {"model": "sonar", "messages": [{"role": "user", "content": "What is DNA?"}], "stream": True}

    response = requests.post(url, headers=headers, json=payload, stream=True)

    for line in response.iter_lines():
        if line:
            line = line.decode("utf-8")
            if line.startswith("data: "):
                data_str = line[6:]  # Remove 'data: ' prefix
                if data_str == "[DONE]":
                    break
                try:
                    chunk_data = json.loads(data_str)
                    content = chunk_data["choices"][0]["delta"].get("content", "")
                    if content:
                        print(content, end="", flush=True)
                except json.JSONDecodeError:
                    continue


stream_with_proper_parsing()
