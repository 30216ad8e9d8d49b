// What a finished answer asks of the script that writes its sources in the formats of bibliographies. It is fetched when the
// copy menu is opened first (labextension/scripts/references-script.ts): most never are.
import type { SourceRow } from "../../shared/source-row";

export const FORMAT_NAMES = ["Markdown", "BibTeX", "BibLaTeX", "RIS", "CSL"] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

/** What is known of the sources besides their rows: `accessed` is the day the answer was asked, "2026-11-30", or "";
 * `references` what the notebook keeps beside the answer, whoever wrote that. */
export interface Besides {
  accessed: string;
  references: unknown;
}

/** All rows of a table in a format. */
export type Write = (name: FormatName, rows: readonly SourceRow[], besides: Besides) => string;

/** Fetches it; rejected where it cannot be had. */
export type LoadWrite = () => Promise<Write>;
