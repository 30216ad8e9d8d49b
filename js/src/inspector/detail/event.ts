// One event: each line as it arrived beside what the decoder made of it.
import type { Look } from "../look";
import { isEvent, type Block } from "../stream/block";
import type { Stream } from "../stream/stream";
import { linesIn } from "../stream/text";
import { button, h } from "../page/nodes";
import { clock, count, plural, size, span } from "../page/words";
import { meaning } from "./meaning";
import { rawLine } from "./raw-line";

const MOST_LINES = 200;

export function eventPanel(look: Look): HTMLElement[] {
  const { stream, block } = look;
  return block ? [...bytesHead(look, block), lines(stream, block)] : [h("p.hint", nothing(stream))];
}

/** What stands above the lines of an event, or above its bytes. */
export function bytesHead(look: Look, block: Block): HTMLElement[] {
  const kinds = ["Text", "Bytes"].map((label, i) => {
    const show = () => {
      look.hex = i === 1;
      look.touch("panel");
    };
    return button(label, show, { "aria-pressed": String(look.hex === (i === 1)) });
  });
  const name = block.unfinished ? "Unfinished event" : block.event ? `Event ${count(block.number)}` : "Not an event";
  const place = `${size(block.end - block.start)} from byte ${count(block.start)}, ${reads(block)}, ${clock(block.t)}`;
  return [h("div.what", h("b", name), h("span", place), h("span.grow"), h("div.pair", ...kinds)), ...arrival(look.stream, block)];
}

function nothing({ blocks, isStream, done }: Stream): string {
  if (blocks.length) return "Before the first event. Press Play, or choose an event.";
  return isStream || !done ? "Nothing has arrived yet." : "No events: see Response.";
}

const reads = ({ first, last }: Block): string => (first === last ? `in read ${first + 1}` : `in reads ${first + 1} to ${last + 1}`);

function arrival(stream: Stream, block: Block): HTMLElement[] {
  const { first, last } = block;
  const said: string[] = [];
  if (first !== last) said.push(`It came in ${plural(last - first + 1, "read")}: the decoder had to wait ${span(stream.time(last) - stream.time(first))} for the rest.`);
  const mates = matesOf(stream, block);
  if (mates.length > 1 && block.event) said.push(`One read completed ${plural(mates.length, "event")}: ${mates[0] ?? 0} to ${mates.at(-1) ?? 0}.`);
  return said.map((text) => h("p.came", text));
}

/** The numbers of the events that the same read completed. */
const matesOf = ({ blocks }: Stream, { last }: Block): number[] => blocks.filter((other) => other.last === last && isEvent(other)).map(({ number }) => number);

function lines(stream: Stream, block: Block): HTMLElement {
  const grid = h("div.lines", h("span.th"), h("span.th", "what arrived"), h("span.th", "what the decoder made of it"));
  const all = linesIn(stream.body, block.start, block.end);
  const several = all.filter(({ name }) => name === "data").length > 1;
  let ended = false;
  for (const line of all.slice(0, MOST_LINES)) {
    grid.append(h("span.off", { title: "byte offset in the body" }, count(line.start)), rawLine(stream, block, line), meaning(stream, block, line, ended, several));
    ended ||= line.end === line.start;
  }
  if (all.length > MOST_LINES) grid.append(h("span.off"), h("div.raw", `… ${plural(all.length - MOST_LINES, "line")} more`), h("div.means"));
  else if (block.unfinished) {
    const why = "No blank line came: the standard says to throw this event away.";
    grid.append(h("span.off", count(block.end)), h("div.raw.never", "the stream ends here"), h("div.means", why));
  }
  return grid;
}
