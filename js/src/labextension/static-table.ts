// Sources as a table that needs no script, where an output has none from Python: views/faces/html_sources.py writes the same.
import { element, link } from "../shared/element";
import { numbersOf, type SourceRow } from "../shared/source-row";

const left = (...content: (Node | string)[]) => element("div", { align: "left" }, ...content);

/** A table under its heading with the number of rows. */
export function staticTable(heading: string, rows: SourceRow[]): HTMLElement {
  const body = rows.map((row) => {
    const { title, url, host, date, snippet } = row;
    const folded = element("details", { class: "pplx-snippet" }, element("summary", {}, "snippet"), snippet);
    const name = [link(url, {}, element("bdi", {}, title)), ...(snippet ? [folded] : [])];
    const cells = [[numbersOf(row).join(", ")], [left(...name)], [left(host)], [left(date || "–")]];
    return element("tr", {}, ...cells.map((content) => element("td", {}, ...content)));
  });
  const name = element("h4", { class: "jp-toc-ignore" }, `${heading} (${rows.length})`);
  const head = element("tr", {}, element("th", { colspan: "2" }, left(name)), ...["Site", "Date"].map((label) => element("th", {}, left(label))));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  const kind = `pplx-${heading.toLowerCase().replaceAll(" ", "-")}`;
  return element("div", { class: `pplx-sources ${kind}` }, table);
}
