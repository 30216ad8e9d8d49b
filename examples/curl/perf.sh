#!/bin/sh
# Perf's stream: no model is needed.
curl -sN "$PERPLEXITY_BASE_URL/v1/chat/stream" \
  -H "Authorization: Bearer $PERPLEXITY_API_KEY" \
  -H "Content-Type: application/json" \
  -H "Accept: text/event-stream" \
  -d '{"messages": [{"role": "user", "content": "What is DNA?"}]}'
