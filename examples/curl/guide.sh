#!/bin/sh
# The streaming guide's own command.
curl -sN "$PERPLEXITY_BASE_URL/chat/completions" \
  -H "Authorization: Bearer $PERPLEXITY_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "model": "sonar",
    "messages": [{"role": "user", "content": "What is DNA?"}],
    "stream": true
  }'
