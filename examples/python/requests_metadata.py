"""The streaming guide with requests: content, and citations, search results and usage behind it."""

import json
import os

import requests


def stream_with_requests_metadata():
    url = os.environ["PERPLEXITY_BASE_URL"] + "/chat/completions"
    headers = {
        "Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"],
        "Content-Type": "application/json",
    }
    payload = {"model": "sonar", "messages": [{"role": "user", "content": "What is DNA?"}], "stream": True}

    response = requests.post(url, headers=headers, json=payload, stream=True)

    content = ""
    metadata = {}

    for line in response.iter_lines():
        if line:
            line = line.decode("utf-8")
            if line.startswith("data: "):
                data_str = line[6:]
                if data_str == "[DONE]":
                    break
                try:
                    chunk = json.loads(data_str)

                    # Process content
                    if "choices" in chunk and chunk["choices"][0]["delta"].get("content"):
                        content_piece = chunk["choices"][0]["delta"]["content"]
                        content += content_piece
                        print(content_piece, end="", flush=True)

                    # Collect metadata
                    for key in ["citations", "search_results", "usage"]:
                        if key in chunk:
                            metadata[key] = chunk[key]

                    # Check if streaming is complete
                    if chunk["choices"][0].get("finish_reason"):
                        print(f"\n\nMetadata: {metadata}")

                except json.JSONDecodeError:
                    continue

    return content, metadata


stream_with_requests_metadata()
