// npm install eventsource
import { EventSource } from "eventsource";

const url = new URL(`${process.env.PERPLEXITY_BASE_URL}/events`);
url.searchParams.set("q", "What is DNA?");
url.searchParams.set("token", process.env.PERPLEXITY_API_KEY);

const source = new EventSource(url);
source.addEventListener("text_chunk", (event) => process.stdout.write(JSON.parse(event.data).text));
source.addEventListener("done", (event) => {
  console.log(`\n\nCitations: ${JSON.parse(event.data).citations.join(" ")}`);
  source.close();
});
source.onerror = (event) => {
  console.error(event.message);
  source.close();
  process.exitCode = 1;
};
