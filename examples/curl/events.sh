#!/bin/sh
# text_chunk and done by GET, as an EventSource asks.
curl -sN -G "$PERPLEXITY_BASE_URL/events" \
  -H "Accept: text/event-stream" \
  --data-urlencode "q=What is DNA?" \
  --data-urlencode "token=$PERPLEXITY_API_KEY"
