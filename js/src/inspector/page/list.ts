// The events. The list is virtual: only the rows in view exist, and they are placed, not laid out.
import type { Look } from "../look";
import { isEvent, KINDS, type Block } from "../stream/block";
import { isLong } from "../stream/figures";
import { h, say } from "./nodes";
import { clock, size, span } from "./words";

const ROW = 24; // px
const CELLS = ["no", "time", "gap", "read", "size", "event", "became", "text"];
const LONGEST_TYPE = 13;
let lists = 0;

interface Row {
  node: HTMLElement;
  cells: HTMLElement[];
  dot: HTMLElement;
  became: HTMLElement;
  block: number;
}

export function list(look: Look): { nodes: HTMLElement[]; node: HTMLElement; draw: () => void } {
  const id = `pplx-events-${(lists += 1)}`;
  const rows = h("div.rows");
  const node = h("div.list", { role: "grid", tabindex: 0, "aria-label": "Events", scroll: () => look.touch("rows") }, rows);
  const head = h("div.row.header", { "aria-hidden": "true" }, ...CELLS.map((name) => h(`span.${name}`, name === "no" ? "#" : name)));
  const pool: Row[] = [];
  node.addEventListener("wheel", () => look.rest(), { passive: true });

  function draw(): void {
    const { shown } = look;
    rows.style.height = `${shown.length * ROW}px`;
    const at = look.position;
    if (!node.clientHeight) return; // out of view
    if (look.reveal) bringIntoView(at);
    node.setAttribute("aria-rowcount", String(shown.length));
    const first = Math.max(0, Math.floor(node.scrollTop / ROW) - 2);
    const many = Math.min(shown.length - first, Math.ceil(node.clientHeight / ROW) + 4);
    while (pool.length < many) pool.push(grown());
    pool.forEach((row, k) => {
      row.node.hidden = k >= many;
      if (k < many) fill(row, first + k, first + k === at);
    });
    if (shown[at] === undefined) node.removeAttribute("aria-activedescendant");
    else node.setAttribute("aria-activedescendant", `${id}-${shown[at]}`);
  }

  function bringIntoView(at: number): void {
    look.reveal = false;
    const [y, view] = [Math.max(0, at) * ROW, node.clientHeight];
    if (y >= node.scrollTop && y + ROW <= node.scrollTop + view) return;
    const wanted = look.follow || look.playing ? y - view + ROW * 2 : y - view / 2;
    node.scrollTop = Math.max(0, Math.round(wanted / ROW) * ROW);
  }

  function grown(): Row {
    const cells = CELLS.map((name) => h(`span.${name}`, { role: "gridcell" }));
    const [dot, became] = [h("i.dot"), h("span")];
    cells[CELLS.indexOf("became")]?.append(dot, became);
    const row: Row = { node: h("div.row", { role: "row", click: () => look.select(row.block) }, ...cells), cells, dot, became, block: 0 };
    rows.append(row.node);
    return row;
  }

  function fill(row: Row, n: number, chosen: boolean): void {
    const { stream, shown, cursor } = look;
    const block = stream.blocks[shown[n] ?? -1];
    if (!block) return;
    const before = n > 0 && shown[n - 1] === block.i - 1 ? stream.blocks[block.i - 1] : undefined;
    const same = before?.last === block.last;
    const gap = stream.gapOf(block);
    row.block = block.i;
    row.node.id = `${id}-${block.i}`;
    row.node.style.transform = `translateY(${n * ROW}px)`;
    row.node.setAttribute("aria-rowindex", String(n + 1));
    row.node.setAttribute("aria-selected", String(chosen));
    row.node.className = `row ${block.kind}${same ? " same" : ""}${block.i > cursor ? " later" : ""}`;
    row.dot.className = `dot ${block.kind}`;
    say(row.became, KINDS[block.kind]);
    const words = [isEvent(block) ? block.number : "–", clock(block.t), same ? "″" : gap < 1e3 ? "" : `+${span(gap)}`, reads(block), size(block.end - block.start), typeOf(block)];
    words.forEach((text, i) => row.cells[i] && say(row.cells[i], String(text)));
    const [text, wait] = [row.cells.at(-1), row.cells[2]];
    if (text) say(text, preview(block));
    wait?.classList.toggle("long", isLong(gap) && !same);
  }
  return { nodes: [head, node], node, draw };
}

const reads = ({ first, last }: Block): string => (first === last ? `${first + 1}` : `${first + 1}–${last + 1}`);

function typeOf({ unfinished, event, type }: Block): string {
  if (unfinished) return "unfinished";
  if (!event) return "comment";
  return type.length > LONGEST_TYPE ? `…${type.slice(1 - LONGEST_TYPE)}` : type;
}

function preview({ text, chunks }: Block): string {
  if (text) return text.slice(0, 300).replaceAll("\n", "⏎");
  return chunks.map(([, what]) => what).filter(Boolean).join(" · ").slice(0, 300);
}
