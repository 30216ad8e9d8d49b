// A block as bytes, sixteen a row, with the places where a read began.
import type { Block } from "../stream/block";
import type { Stream } from "../stream/stream";
import { button, h } from "../page/nodes";
import { count } from "../page/words";

const FIRST = 512;
const MOST = 65_536; // more of one event is for a program

export function hexDump(stream: Stream, block: Block, limit = FIRST): HTMLElement {
  const stop = Math.min(block.end, block.start + limit);
  const begins = new Set(stream.reads.slice(block.first, block.last + 1).map(({ at }) => at));
  const out = h("pre.hex");
  for (let at = block.start; at < stop; at += 16) {
    const bytes = stream.body.subarray(at, Math.min(at + 16, stop));
    out.append(h("span.off", at.toString(16).padStart(6, "0")), "  ");
    bytes.forEach((byte, i) => {
      const begun = at + i > block.start && begins.has(at + i);
      out.append(begun ? h("span.cut", { title: "a read began here" }, "|") : " ", h(`span.${kindOf(byte)}`, byte.toString(16).padStart(2, "0")));
    });
    const text = Array.from(bytes, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
    out.append("   ".repeat(16 - bytes.length), "  ", text, "\n");
  }
  const left = block.end - stop;
  if (left && limit < MOST) out.append(button(`show ${count(Math.min(left, MOST - limit))} bytes more`, () => out.replaceWith(hexDump(stream, block, MOST)), { class: "more" }));
  else if (left) out.append(`… ${count(left)} bytes more: Save .har has them`);
  return out;
}

const kindOf = (byte: number): string => (byte === 10 || byte === 13 ? "eol" : byte > 127 ? "half" : "b");
