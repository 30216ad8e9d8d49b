// What is this? Eight terms, with this stream's own numbers.
import { isEvent } from "../stream/block";
import type { Stream } from "../stream/stream";
import { h } from "../page/nodes";
import { plural } from "../page/words";

export function termsPanel(stream: Stream): HTMLElement[] {
  const { blocks, events } = stream;
  const ends = new Map<number, number>();
  for (const { last } of blocks) ends.set(last, (ends.get(last) ?? 0) + 1);
  const crowded = [...ends.values()].filter((n) => n > 1).length;
  const torn = blocks.filter(({ first, last }) => first !== last).length;
  const last = blocks.filter(isEvent).at(-1);
  const says = last && /^data: ?\[done\]\s*$/.test(stream.lower(last));
  const terms: [string, string][] = [
    ["Server-sent events", "One HTTP response that does not end at once. The server adds a message whenever it has one; the client reads along."],
    ["Event", `One message: a few lines “field: value”, then a blank line. This stream has ${plural(events, "event")}.`],
    ["Why the blank line", "It is the only sign that an event is complete. Until it comes, the client must wait, however much has arrived."],
    ["Read", `What the network brought at one time. Networks know nothing of events: here ${plural(crowded, "read")} completed several events, and ${plural(torn, "event")} came in several reads.`],
    ["[DONE]", says
      ? "The last event here is the word [DONE]: no JSON, and not in the standard. Servers in OpenAI’s manner use it to say that nothing follows."
      : "Servers in OpenAI’s manner end with the word [DONE]. This one does not: it says the end in an event of its own."],
    ["First byte, first text", "A server may send events long before the first word. Readers feel the second number."],
    ["Silence", "Nothing arrived for a while: the model searches or thinks, or something between buffers. Comments (lines that begin with a colon) keep such a connection awake."],
    ["Token", "The piece of text a model writes at one time, about four characters of English. An event may carry one or many."],
  ];
  return [h("dl.learn", ...terms.flatMap(([term, meaning]) => [h("dt", term), h("dd", meaning)]))];
}
