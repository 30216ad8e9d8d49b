"""The streaming guide with requests, simplified: every line as it stands."""

import os

import requests

# Set up the API endpoint and headers
url = os.environ["PERPLEXITY_BASE_URL"] + "/chat/completions"
headers = {"Authorization": "Bearer " + os.environ["PERPLEXITY_API_KEY"], "Content-Type": "application/json"}

payload = {
    "model": "sonar-pro",
    "messages": [{"role": "user", "content": "What is DNA?"}],
    "stream": True,  # Enable streaming for real-time responses
}

response = requests.post(url, headers=headers, json=payload, stream=True)

# Process the streaming response (simplified example)
for line in response.iter_lines():
    if line:
        print(line.decode("utf-8"), flush=True)
