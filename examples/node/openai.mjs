// npm install openai
import OpenAI from "openai";

const client = new OpenAI({
  apiKey: process.env.PERPLEXITY_API_KEY,
  baseURL: process.env.PERPLEXITY_BASE_URL,
  defaultHeaders: { Accept: "text/event-stream" }, // Jupyter's server proxy streams for those who say so
});

const stream = await client.chat.completions.create({
  model: "sonar",
  messages: [{ role: "user", content: "What is DNA?" }],
  stream: true,
});

let citations = [];
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
  citations = chunk.citations ?? citations;
}
console.log(`\n\nCitations: ${citations.join(" ")}`);
