// What a finished answer asks of the script that shows its verdicts. That script and its style are fetched with the first
// answer that was checked (labextension/scripts/checked-script.ts): most never are.

export interface Checked {
  /** What the card beside a marker says of it; nothing for a marker without a verdict. */
  lines: (marker: HTMLElement) => HTMLElement[];
  /** How often which verdict, for the row of a source. */
  tally: (source: Cited) => HTMLElement;
  /** The sentences that cite it, each behind its verdict; null where there are none. */
  claims: (source: Cited) => HTMLElement | null;
  /** Tells the sentences without a citation from others. */
  showUncited: (root: HTMLElement, signal: AbortSignal) => void;
}

export interface Cited {
  number: number | null;
  also: readonly number[];
  url: string;
}

/** Makes one of what a notebook keeps and the markers of the text in reading order; null where it cannot be read. */
export type MakeChecked = (evidence: unknown, markers: HTMLElement[]) => Checked | null;
