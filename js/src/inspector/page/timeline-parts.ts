// What the timeline is made of, each part a function from the stream to SVG nodes. Heights are px of its 124.
import { silences, tokenRate } from "../stream/figures";
import type { Kind } from "../stream/block";
import type { Stream } from "../stream/stream";
import { h } from "./nodes";
import { span } from "./words";

export interface Scale {
  width: number; // px
  total: number; // µs
}
type Part = (stream: Stream, scale: Scale) => Node[];

const LETTER = 6.2; // px of a letter of 11 px, on the average
const BIN_US = 25e4; // tokens a second are counted in parts of at least a quarter of a second
const BIN_PX = 6;
const RATE_PX = 130; // its label stands in the way of others
const GRID_S = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];

const x = (us: number, { width, total }: Scale): number => Math.round((us / total) * width * 10) / 10;
const text = (kind: string, at: number, y: number, anchor: string, words: string): Node => h(`text.${kind}`, { x: at, y, "text-anchor": anchor }, words);

export const phases: Part = (stream, scale) => {
  const { sent = 0, headers } = stream.entry._pplx.marks;
  const begin = stream.reads[0]?.t ?? headers ?? stream.end;
  const of: [string, string, number, number][] = [
    ["connect", "connect", 0, sent],
    ["wait", "waiting", sent, begin],
    ["receive", "receiving", begin, stream.end],
  ];
  return of.flatMap(([name, says, from, to]) => {
    if (to <= from) return [];
    const [left, width] = [x(from, scale), x(to, scale) - x(from, scale)];
    const bar = h(`rect.phase.${name}`, { x: left, y: 20, width: Math.max(1, width), height: 15 });
    const words = `${says} ${span(to - from)}`;
    return width > words.length * LETTER + 8 ? [bar, text("in", left + 5, 31.5, "start", words)] : [bar];
  });
};

export const quiet: Part = (stream, scale) =>
  silences(stream).flatMap(({ t, us }) => {
    const [left, width] = [x(t, scale), x(us, scale)];
    const shade = h("rect.silence", { x: left, y: 40, width, height: 62 });
    const words = `${span(us)} silent`;
    const [middle, half] = [left + width / 2, (words.length * LETTER) / 2];
    return width > half * 2 ? [shade, text("soft", middle, middle - half < RATE_PX ? 66 : 52, "middle", words)] : [shade];
  });

/** In steps, never smoothed over time in which nothing arrived. */
export const rates: Part = (stream, scale) => {
  const many = Math.max(4, Math.min(Math.floor(scale.width / BIN_PX), Math.floor(scale.total / BIN_US)));
  const { bins, counted } = tokenRate(stream, many, scale.total);
  const most = bins.reduce((one, other) => Math.max(one, other), 1);
  const steps = [...bins].map((rate, i) => `V${(84 - (rate / most) * 30).toFixed(1)}H${(((i + 1) / many) * scale.width).toFixed(1)}`);
  const path = h("path.rate", { d: `M0 84${steps.join("")}V84Z` });
  return most > 1 ? [path, text("soft", 4, 52, "start", `up to ${counted ? "" : "≈ "}${most.toFixed(0)} tokens/s`)] : [path];
};

/** One path a kind, one tick a pixel. */
export const ticks: Part = (stream, scale) => {
  const at = new Map<Kind, Set<number>>();
  for (const { kind, t } of stream.blocks) {
    const places = at.get(kind) ?? new Set();
    at.set(kind, places.add(Math.round((t / scale.total) * scale.width)));
  }
  return [...at].map(([kind, places]) => h(`path.tick.${kind}`, { d: [...places].map((px) => `M${px + 0.5} ${kind === "text" ? 91 : 88}V102`).join("") }));
};

/** The important ones first: a label that would cover another is left out. */
export const marks: Part = (stream, scale) => {
  const { headers, tls } = stream.entry._pplx.marks;
  const cut = stream.done && stream.entry._pplx.end === "cut";
  const found: [number | undefined, string][] = [
    [stream.firstText, "first text"],
    [stream.done ? stream.end : 0, cut ? "cut off" : "end"],
    [headers, "headers"],
    [tls, "connected"],
  ];
  const nodes: Node[] = cut ? [h("path.cutmark", { d: `M${scale.width - 1} 20V102` })] : [];
  const taken: [number, number][] = [];
  for (const [t, name] of found) {
    if (!t) continue;
    const words = `${name} ${span(t)}`;
    const [at, long] = [x(t, scale), words.length * LETTER];
    const turned = at + long + 4 > scale.width;
    const [from, to] = turned ? [at - long, at] : [at, at + long];
    if (taken.some(([left, right]) => from < right + 8 && to > left - 8)) continue;
    taken.push([from, to]);
    nodes.push(h("path.mark", { d: `M${at} 3V${name === "first text" ? 102 : 36}` }), text("label", turned ? at - 4 : at + 4, 13, turned ? "end" : "start", words));
  }
  return nodes;
};

export const axis: Part = (_, scale) => {
  const step = GRID_S.find((s) => x(s * 1e6, scale) > 64) ?? Math.ceil(scale.total / 1e6 / 8);
  const nodes: Node[] = [];
  for (let i = 0; i * step * 1e6 < scale.total; i++) {
    const at = x(i * step * 1e6, scale);
    if (at + 30 < scale.width) nodes.push(text("axis", i ? at : 1, 118, i ? "middle" : "start", `${+(i * step).toFixed(2)} s`));
    if (i) nodes.push(h("path.grid", { d: `M${at} 102v4` }));
  }
  return nodes;
};
