// Node's own fetch and a ReadableStream; nothing to install
const response = await fetch(`${process.env.PERPLEXITY_BASE_URL}/v1/chat/stream`, {
  method: "POST",
  headers: {
    Authorization: `Bearer ${process.env.PERPLEXITY_API_KEY}`,
    "Content-Type": "application/json",
    Accept: "text/event-stream",
  },
  body: JSON.stringify({ messages: [{ role: "user", content: "What is DNA?" }] }),
});
if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);

let rest = "";
for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + text).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    if (!line.startsWith("data: ") || line === "data: [DONE]") continue;
    process.stdout.write(JSON.parse(line.slice(6)).choices[0].delta.content ?? "");
  }
}
