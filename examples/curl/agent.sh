#!/bin/sh
# The Agent API, as it is today.
curl -sN --compressed "$PERPLEXITY_BASE_URL/v1/responses" \
  -H "Authorization: Bearer $PERPLEXITY_API_KEY" \
  -H "Content-Type: application/json" \
  -H "Accept: text/event-stream" \
  -d '{"effort": "fast", "input": "What is DNA?", "stream": true}'
