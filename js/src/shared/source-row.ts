// A source as a numbered row, and the box of the answer it belongs to: what all bundles know of Python.
/** A row of document/source_rows.py: every field clean and one line. */
export interface SourceRow {
  number: number | null; // null: no marker points to it
  title: string; // never empty
  url: string; // http(s) or "": checked by document/links.py
  host: string;
  date: string;
  snippet: string;
}

/** The classes of an answer's box, as views/faces/html.py writes them. */
export const CONTAINER = "pplx-answer jp-RenderedHTMLCommon mathjax_ignore tex2jax_ignore";
