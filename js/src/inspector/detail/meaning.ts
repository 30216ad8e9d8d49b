// What the decoder made of one line; the blank line's row says which chunks the event became.
import type { Block } from "../stream/block";
import type { Stream } from "../stream/stream";
import { utf8, type Line } from "../stream/text";
import { h, note, type Child } from "../page/nodes";
import { tree } from "./json-tree";
import { CHUNKS, fieldSays } from "./says";

const DONE = "[DONE]";
const LONGEST = 200;

/** `ended`: a blank line stood before; `several`: it is one of several data lines. */
export function meaning(stream: Stream, block: Block, line: Line, ended: boolean, several: boolean): HTMLElement {
  return h("div.means", ...(line.end === line.start ? blank(block, ended) : field(stream, block, line, several)));
}

function blank({ event, chunks }: Block, ended: boolean): Child[] {
  if (ended) return ["an empty line more", note("no data line, no event")];
  if (!event) return ["nothing to hand over", note("no data line, no event")];
  const became = chunks.map(([name, text]) => {
    const kind = name.includes("Text") ? "text" : name.includes("Reason") ? "think" : "meta";
    return h(`div.chunk.${kind}`, h("code", name), ...(text ? [h("q", text)] : []), note(CHUNKS[name] ?? ""));
  });
  return [note("the blank line ends the event"), h("b", "→ handed over, and became"), ...(became.length ? became : [note("nothing new for the answer")])];
}

function field({ body }: Stream, block: Block, line: Line, several: boolean): Child[] {
  const { name, end } = line;
  const value = utf8(body.subarray(line.value, end));
  if (block.unfinished && end >= block.end) return [note("half a line")];
  if (name === "data" && value === DONE) return [h("b", DONE), note("no JSON, not in the standard: nothing follows")];
  const says = note(fieldSays(name, several));
  if (name === "data") return [payload(value, block.text), says];
  return name ? [h("code", `${name} = ${value.slice(0, LONGEST)}`), says] : [says];
}

/** JSON as a tree, anything else as it is. */
export function payload(text: string, fresh = ""): HTMLElement {
  try {
    return h("div.json", tree(JSON.parse(text), fresh));
  } catch {
    return h("code", text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  }
}
