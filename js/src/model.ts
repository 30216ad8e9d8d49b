// The contract with pplx_notebook/views/widget.py, on one screen; tests/test_front_end.py compares both.

/** The synced traits of AnswerWidget. Python writes, the page reads. */
export interface Traits {
  job: string; // names this answer in messages
  blocking: boolean; // a cell waits for it: the kernel's interrupt ends it and nothing else
  phase: string; // a state word, see PHASES
  note: string; // one line beside it: what is searched, why it waits, what went wrong
  elapsed_s: number; // seconds since the question, at the last change of phase or note
  sources: Source[]; // what is known so far
  notices: string[]; // what the reader should know of how it was asked
  checkpoint: Checkpoint; // all so far; travels only when a page asks for the state
}

export interface Checkpoint {
  sequence: number;
  words: number;
  reasoning: string[];
  text: string[];
}

/** The classes of an answer's box, as views/html.py writes them. */
export const CONTAINER = "pplx-answer jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore";

export type Part = "reasoning" | "text";

/** A row of views/sources.py: every field clean and one line. */
export interface Source {
  number: number | null; // null: no marker points to it
  title: string; // never empty
  url: string; // http(s) or "": checked by views/links.py
  host: string;
  date: string;
  snippet: string;
}

/** Python to page: from block `index` on, a part is `blocks`; the first of them begins with the first
 * `keep` UTF-16 units of what stood there, so that a long last block is not sent again and again. A marker
 * whose source is the first of its number in `sources` travels as <a>[3]</a>, see markers.ts. */
export interface BlocksMessage {
  kind: "blocks";
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

/** The event of a live view that has drawn something new; `detail` is its store. js/src/labextension/keep.ts
 * listens, so that a notebook saved just then holds what is on the page. */
export const DRAWN = "pplx-drawn";

export const PHASES = {
  "waiting for a slot": "Waiting for a slot",
  connecting: "Connecting",
  searching: "Searching",
  thinking: "Thinking",
  writing: "Writing",
  retrying: "Retrying",
  stopping: "Stopping",
  stopped: "Stopped",
  "cut off": "Cut off",
  failed: "Failed",
  done: "Done",
} as const;

export type Phase = keyof typeof PHASES;

const ENDED: readonly string[] = ["stopped", "cut off", "failed", "done"];

export const ended = (phase: string): boolean => ENDED.includes(phase);
