// The sources of a finished answer: the strip below its text, and its tables, made anew from the saved answer in place of the
// static ones. Of the output's HTML only the headings and the markers in the text are read.
import { numbersOf, type SourceRow } from "../../shared/source-row";
import { enliven, stripOf } from "../../shared/controls/source-strip";
import type { Checked, MakeChecked } from "../checked/contract";
import type { Say } from "../clipboard";
import { markersIn } from "../markers/markers";
import type { Shown } from "../read-saved";
import { withSources, textOnly } from "./copied-text";
import type { Line } from "./copy-menu";
import { FORMAT_NAMES, type LoadWrite } from "../references/contract";
import { numberOf, pageOf, Places, urlOf } from "./places";
import { nameOf, sourceLists } from "./rows";
import { SourceTable } from "./table";

/** What marks a place in the text: markers, those in an image's description, all in a text that is not rendered. */
const MARKED = ".pplx-text :is(.pplx-marker, .pplx-image), .pplx-plain";
const TABLES = ".pplx-sources";

/** Puts the strip below the text of an answer that shows its sources. */
export function addStrip(root: HTMLElement, answer: Shown): void {
  const first = root.querySelector(`:scope > :is(${TABLES}, .pplx-folded-sources)`);
  const { citations, results } = sourceLists(answer, []);
  const rows = results.length ? results : citations;
  if (first && rows.length) first.before(stripOf(rows));
}

export class Sources {
  readonly tables: SourceTable[];
  readonly places: Places;
  readonly checked: Checked | null;
  private readonly cited: SourceRow[];
  private readonly byNumber = new Map<number, SourceRow[]>();

  constructor(root: HTMLElement, private readonly answer: Shown, makeChecked: MakeChecked | null, say: Say) {
    this.places = new Places([...root.querySelectorAll<HTMLElement>(".pplx-text .pplx-marker")]);
    const { citations, results } = sourceLists(answer, markers(root));
    this.cited = citations;
    for (const row of [...citations, ...results]) {
      for (const number of numbersOf(row)) this.byNumber.set(number, [...(this.byNumber.get(number) ?? []), row]);
    }
    const said = new Set(citations.filter((row) => row.snippet).map(nameOf)); // a cited file knows none of its own
    const others = results.map((row) => (said.has(nameOf(row)) ? { ...row, snippet: "" } : row));
    this.checked = makeChecked?.(answer.evidence, this.places.markers) ?? null;
    const withPlaces = (rows: SourceRow[]) =>
      rows.map((source) => ({ source, places: this.places.of(source), checked: this.checked }));
    const isCited = results.concat(citations).some((row) => this.places.of(row).length);
    this.tables = [...root.querySelectorAll<HTMLElement>(TABLES)].flatMap((section) => {
      const rows = withPlaces(ofCitations(section) ? citations : others);
      if (!rows.length || !section.querySelector("table")) return [];
      const table = new SourceTable(headingOf(section), rows, isCited, say);
      table.root.classList.add(...section.classList);
      section.replaceWith(table.root);
      return [table];
    });
    const strip = root.querySelector<HTMLElement>(":scope > .pplx-strip");
    if (strip) enliven(strip);
  }

  /** What a marker points to. */
  of(marker: HTMLElement): SourceRow | undefined {
    const same = this.byNumber.get(numberOf(marker)) ?? [];
    return same.find((source) => pageOf(source.url) === urlOf(marker)) ?? (urlOf(marker) ? undefined : same[0]);
  }

  /** Its row, made visible. */
  reveal(marker: HTMLElement): HTMLTableRowElement | undefined {
    for (const table of this.tables) {
      const row = table.reveal(numberOf(marker), urlOf(marker));
      if (row) return row;
    }
    return undefined;
  }

  /** All that can be copied, line by line; `load` fetches what writes the formats. */
  copies(load: LoadWrite): Line[] {
    const { text } = this.answer;
    const known = (number: number) => this.byNumber.has(number);
    const answer = [
      { label: "Answer with its citations", said: "Copied the answer with its citations.", text: () => Promise.resolve(withSources(text, this.cited)) },
      { label: "Text only", said: "Copied the text.", text: () => Promise.resolve(textOnly(text, known)) },
    ];
    const tables = this.tables.map(({ heading, sources }) => ({
      name: `${heading} (${sources.length})`,
      choices: FORMAT_NAMES.map((format) => ({
        label: format,
        said: `Copied the ${heading.toLowerCase()} as ${format}.`,
        text: async () => (await load())(format, sources, this.answer),
      })),
    }));
    return [...(text ? [{ name: "", choices: answer }] : []), ...tables];
  }
}

const markers = (root: HTMLElement) => [...root.querySelectorAll(MARKED)].flatMap((node) => markersIn(node.textContent));
const ofCitations = (section: HTMLElement) => section.matches(".pplx-citations, .pplx-citations-and-search-results");

function headingOf(section: HTMLElement): string {
  const heading = section.querySelector("h4, summary")?.textContent ?? "Sources";
  return heading.replace(/\s*\(\d+\)$/, "");
}
