// One source as a row of one line: number, title, site, date, how often it is cited. The snippet opens below the title.
import { element, link } from "../../shared/element";
import { ownKeys } from "../../shared/controls/one-stop";
import { numbersOf, type SourceRow } from "../../shared/source-row";
import type { Checked } from "../checked/contract";
import { copy, type Say } from "../clipboard";
import { markdownLink } from "../references/markdown-link";
import { placeButton } from "./places";

/** A source, the markers in the text that point to it, and who knows what a check found; null where nobody checked. */
export interface Row {
  source: SourceRow;
  places: HTMLElement[];
  checked: Checked | null;
}

const SHORT_DATE = "2026-11-29".length; // a longer one is cut where its column ends
const TOLD_MS = 1_500;

/** Nothing in a row is a stop of the Tab key by itself: keys.ts goes from row to row. */
export function rowNode({ source, places, checked }: Row, cited: boolean, say: Say): HTMLTableRowElement {
  const { host, date, snippet } = source;
  const claims = checked?.claims(source) ?? null;
  const title = element("div", {}, titleOf(source), whereOf(source), ...(snippet || claims ? [folded(source, claims, say)] : []));
  const cells: [string, Node | string][] = [
    ["number", numbersOf(source).join(", ")],
    ["title", title],
    ["site", element("div", {}, host)],
    ["date", element("span", date.length > SHORT_DATE ? { title: date } : {}, date || "–")],
    ...(cited ? [["cited", places.length ? placeButton(places, say) : ""] as [string, Node | string]] : []),
    ...(checked ? [["checked", checked.tally(source)] as [string, Node | string]] : []),
  ];
  const node = element("tr", {}, ...cells.map(([column, content]) => element("td", { class: `pplx-column-${column}` }, content)));
  ownKeys(node.querySelectorAll<HTMLElement>("[tabindex]"));
  return node;
}

function titleOf({ title, url }: SourceRow): HTMLElement {
  return link(url, { class: "pplx-title", title: url || title, tabindex: "-1" }, element("bdi", {}, title));
}

/** Site and date once more, for where their columns have no room. */
const whereOf = ({ host, date }: SourceRow) => element("div", { class: "pplx-where" }, [host, date].filter(Boolean).join(" · "));

function folded(source: SourceRow, claims: HTMLElement | null, say: Say): HTMLElement {
  const held = claims ? "Verdicts and snippet" : "Snippet";
  const summary = element("summary", { tabindex: "-1", "aria-label": `${held} of ${source.title}` }, "snippet");
  const button = element("button", { type: "button", class: "pplx-row-copy", tabindex: "-1" }, "Copy");
  button.addEventListener("click", () => {
    void copyRow(source, say).then((done) => {
      button.textContent = done ? "Copied" : "Not copied";
      setTimeout(() => (button.textContent = "Copy"), TOLD_MS);
    });
  });
  const said = element("span", { class: "pplx-said" }, element("bdi", {}, source.snippet), " ", button);
  return element("details", { class: "pplx-snippet" }, summary, ...(source.snippet ? [said] : []), ...(claims ? [claims] : []));
}

/** Puts a source on the clipboard, as Markdown. */
export async function copyRow(source: SourceRow, say: Say): Promise<boolean> {
  const done = await copy(markdownLink(source.title, source.url));
  say(done ? "Copied the source." : "The browser did not let this page copy.");
  return done;
}
