// One line of a block as it arrived: field, value, the new text marked, line end, and where one read stopped and the
// next began. A long line keeps its start, its end and what surrounds the new text; the rest is folded.
import type { Block } from "../stream/block";
import type { Stream } from "../stream/stream";
import { sizeOf, utf8, type Line } from "../stream/text";
import { button, h } from "../page/nodes";
import { count, span } from "../page/words";
import { exact } from "./exact";

const HEAD = 180; // bytes shown of a long line's start
const AROUND = 150; // and on each side of its new text, and of its end

type Range = [from: number, to: number];

export function rawLine(stream: Stream, block: Block, line: Line, whole = false): HTMLElement {
  const node = h("div.raw");
  const { start, end, next } = line;
  const fresh = freshIn(stream, block, line);
  const shown = whole ? [[start, next] as Range] : shownOf(line, fresh);
  const points = pointsIn(stream, line, [...shown.flat(), ...fresh]);
  points.forEach((at, i) => {
    const to = points[i + 1] ?? next;
    const read = stream.reads[stream.readOf(at)];
    if (read?.at === at && at < next && at > 0) node.append(boundary(stream, at));
    const fold = shown.findIndex(([, stop], k) => at >= stop && at < (shown[k + 1]?.[0] ?? 0));
    const folded = shown[fold];
    if (folded) {
      const more = (shown[fold + 1]?.[0] ?? at) - folded[1];
      if (at === folded[1]) node.append(button(`${count(more)} bytes more`, () => node.replaceWith(rawLine(stream, block, line, true)), { class: "more" }));
      return;
    }
    if (to <= at) return;
    const bytes = stream.body.subarray(at, to);
    if (at >= end) node.append(h("span.eol", { title: "end of line" }, Array.from(bytes, (byte) => (byte === 13 ? "\\r" : "\\n")).join("")));
    else node.append(h(tagAt(at, to, line, fresh), ...exact(bytes)));
  });
  return node;
}

function tagAt(at: number, to: number, line: Line, [from, until]: Range): string {
  if (at >= from && to <= until) return "mark";
  return at < line.nameEnd ? "span.name" : at < line.value ? "span.sep" : "span.val";
}

function boundary(stream: Stream, at: number): HTMLElement {
  const read = stream.readOf(at);
  const wait = read ? ` +${span(stream.time(read) - stream.time(read - 1))}` : "";
  return h("span.cut", { title: "here one read ended and the next began" }, `read ${read + 1}${wait}`);
}

/** Where the text that this event adds stands in the line. */
function freshIn({ body }: Stream, { text }: Block, { name, start, end }: Line): Range {
  if (!text || name !== "data") return [-1, -1];
  const line = utf8(body.subarray(start, end));
  const wanted = JSON.stringify(text).slice(1, -1);
  const at = line.indexOf(wanted, Math.max(0, line.lastIndexOf('"delta":')));
  if (at < 0) return [-1, -1];
  const from = start + sizeOf(line.slice(0, at));
  return [from, from + sizeOf(wanted)];
}

function shownOf({ start, end, next }: Line, [from, to]: Range): Range[] {
  if (end - start < 3 * HEAD + 2 * AROUND) return [[start, next]];
  const parts: Range[] = [[start, start + HEAD], ...(from < 0 ? [] : [[from - AROUND, to + AROUND] as Range]), [end - AROUND, next]];
  return parts.reduce<Range[]>((joined, part) => {
    const last = joined.at(-1);
    if (last && part[0] - last[1] < HEAD) last[1] = Math.max(last[1], part[1]);
    else joined.push([...part]);
    return joined;
  }, []);
}

/** Everywhere something begins or ends. */
function pointsIn(stream: Stream, { start, nameEnd, value, end, next }: Line, further: number[]): number[] {
  const points = new Set([start, nameEnd, value, end, ...further]);
  for (let read = Math.max(0, stream.readOf(start)); read < stream.reads.length; read++) {
    const at = stream.reads[read]?.at ?? next;
    if (at >= next) break;
    points.add(at);
  }
  return [...points].filter((at) => at >= start && at <= next).sort((a, b) => a - b);
}
