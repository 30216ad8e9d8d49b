// One block of a stream, and what it was for the answer. The page learns no dialect: it reads the chunks that the
// decoder of that day made of it, by their names (pplx_notebook/protocol/chunks.py).
import type { Chunk } from "../model";
import type { Framed } from "./framing";

export type Kind = "text" | "think" | "source" | "meta" | "bad" | "none";

export const KINDS: Readonly<Record<Kind, string>> = {
  text: "text",
  think: "thinking",
  source: "sources",
  meta: "other",
  bad: "problem",
  none: "no event",
};

export interface Block extends Framed {
  i: number; // its place among all blocks
  number: number; // of events by then, as the decoder counts
  t: number; // of the read that completed it
  first: number; // the reads it came in
  last: number;
  kind: Kind;
  chunks: Chunk[];
  text: string; // what it adds to the answer, or to the thinking
  textEnd: number; // characters of the answer so far
  thinkEnd: number;
  unfinished: boolean;
  lower?: string; // its text in small letters, once looked for
}

/** Whether the decoder handed it over. */
export const isEvent = ({ event, unfinished }: Block): boolean => event && !unfinished;

/** What the chunks of that name hold, joined. */
export const chunksOf = (chunks: readonly Chunk[], name: string): string =>
  chunks
    .filter(([of]) => of === name)
    .map(([, text]) => text)
    .join("");

export function kindOf(chunks: readonly Chunk[], event: boolean, unfinished: boolean): Kind {
  if (unfinished || chunks.some(([name]) => name === "Failed" || name === "Skipped")) return "bad";
  if (!event) return "none";
  if (chunksOf(chunks, "TextDelta")) return "text";
  if (chunksOf(chunks, "ReasoningDelta")) return "think";
  if (chunks.some(([name, text]) => name.startsWith("Found") && !text.endsWith("as before"))) return "source";
  return chunksOf(chunks, "ReasoningStep") ? "think" : "meta";
}
