// What the live view and the finished output both know of an answer: a row of its sources and the classes of its
// box. Python's half is document/source_rows.py and views/faces/html.py; tests/test_front_end.py compares them.

/** One source, every field clean and one line. */
export interface SourceRow {
  number: number | null; // null: no marker points to it
  also: readonly number[]; // of the same page's other addresses
  title: string; // never empty
  url: string; // http(s) or "": checked by Python's document/links.py or our links.ts
  host: string;
  date: string;
  snippet: string;
}

/** All that markers call it, in order. */
export const numbersOf = ({ number, also }: Pick<SourceRow, "number" | "also">): readonly number[] => (number === null ? [] : [number, ...also]);

/** The classes of an answer's box, as views/faces/html.py writes them. */
export const CONTAINER = "pplx-answer jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore";
