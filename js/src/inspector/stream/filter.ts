// The filter's words: gap>500 (ms), size>2000 (bytes), else text of the block.
import type { Block, Kind } from "./block";
import type { Stream } from "./stream";

export type Fits = (block: Block) => boolean;

export function filterOf(stream: Stream, query: string, kind: Kind | ""): Fits {
  const says = sayingOf(stream, query.trim().toLowerCase());
  return (block) => (!kind || block.kind === kind) && says(block);
}

function sayingOf(stream: Stream, query: string): Fits {
  if (!query) return () => true;
  const [, what, than] = /^(gap|size)\s*>\s*(\d+)$/.exec(query) ?? [];
  if (what === "gap") return (block) => stream.gapOf(block) / 1e3 > Number(than);
  if (what) return (block) => block.end - block.start > Number(than);
  return (block) => stream.lower(block).includes(query);
}
