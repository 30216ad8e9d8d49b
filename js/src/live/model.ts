// The contract with pplx_notebook/views/screens/widget.py, on one screen; tests/test_front_end.py compares both.
import type { SourceRow } from "../shared/source-row";

/** The synced traits of AnswerWidget. Python writes, the page reads. */
export interface Traits {
  job: string; // names this answer in messages
  blocking: boolean; // a cell waits for it: the kernel's interrupt ends it and nothing else
  phase: string; // a state word, see PHASES
  note: string; // one line beside it: what is searched, why it waits, what went wrong
  elapsed_s: number; // seconds since the question, at the last change of phase or note
  sources: SourceRow[]; // what is known so far
  strip: boolean; // they are shown below the text
  notices: string[]; // what the reader should know of how it was asked
  channel: string; // of a kernel in the browser, which hears nothing else while a cell runs; "" for others
  how: string; // the heading of the reasoning: "Reasoning", or what was done, "3 searches"
  checkpoint: Checkpoint; // all so far; travels only when a page asks for the state
}

export interface Checkpoint {
  sequence: number;
  words: number;
  reasoning: string[];
  text: string[];
}

export type Part = "reasoning" | "text";

/** Python to page: from block `index` on, a part is `blocks`; the first of them begins with the first
 * `keep` UTF-16 units of what stood there, so that a long last block is not sent again and again. A marker
 * whose source is the first of its number in `sources` travels as <a>[3]</a>, see short-markers.ts. */
export interface BlocksMessage {
  kind: string; // "blocks": others are passed over
  sequence: number;
  part: Part;
  index: number;
  keep: number;
  blocks: string[];
  words: number;
}

/** Page to Python: stop; or, now and then, what has been drawn and how long ago that was. */
export type KernelMessage =
  | { kind: "stop"; job: string }
  | { kind: "ack"; job: string; sequence: number; held_s: number };

/** The comm target of the page's own line to a busy kernel. */
export const TARGET = "pplx_notebook";

export const PHASES: Readonly<Record<string, string>> = {
  "waiting for a slot": "Waiting for a slot",
  connecting: "Connecting",
  waiting: "Waiting",
  searching: "Searching",
  thinking: "Thinking",
  writing: "Writing",
  retrying: "Retrying",
  checking: "Checking",
  stopping: "Stopping",
  stopped: "Stopped",
  "cut off": "Cut off",
  failed: "Failed",
  done: "Done",
};

const ENDED: readonly string[] = ["stopped", "cut off", "failed", "done"];

export const ended = (phase: string): boolean => ENDED.includes(phase);
