// Sources as a table that needs no script, where an output has none from Python: views/faces/html_sources.py writes the same.
import { element, link } from "../shared/element";
import type { SourceRow } from "../shared/source-row";

/** A heading with the number of rows, and the table. */
export function staticTable(heading: string, rows: SourceRow[]): HTMLElement {
  const body = rows.map(({ number, title, url, host, date, snippet }) => {
    const folded = element("details", { class: "pplx-snippet" }, element("summary", {}, "snippet"), snippet);
    const name = [link(url, {}, element("bdi", {}, title)), ...(snippet ? [folded] : [])];
    const cells = [[String(number ?? "")], name, [host], [date]];
    return element("tr", {}, ...cells.map((content) => element("td", {}, ...content)));
  });
  const table = element("table", {}, element("tbody", {}, ...body));
  const kind = `pplx-${heading.toLowerCase().replaceAll(" ", "-")}`;
  return element("div", { class: `pplx-sources ${kind}` }, element("h4", {}, `${heading} (${rows.length})`), table);
}
