// Where the rows of the source tables come from: the tables views/source_table.py wrote into the static output,
// so that both say the same; the saved fields where an output came without them.
import { element, link } from "../element";
import type { Source } from "../model";
import { oneLine } from "./clean";
import type { Shown } from "./read";
import { host, safeUrl } from "./url";

/** The rows of a static table: number, title with link and folded snippet, site, date. */
export function rowsOfTable(table: HTMLTableElement): Source[] {
  return [...table.querySelectorAll("tbody > tr")].map((row) => {
    const [number, title, site, date] = [...row.children].map((cell) => oneLine(cell.textContent ?? ""));
    const url = row.children[1]?.querySelector("a")?.href ?? "";
    const folded = row.querySelector(".pplx-snippet");
    const label = folded?.querySelector("summary")?.textContent ?? "";
    const snippet = oneLine((folded?.textContent ?? "").slice(label.length), 1_000);
    const shown = row.querySelector("bdi")?.textContent ?? title ?? "";
    return {
      number: number && /^\d+$/.test(number) ? Number(number) : null,
      title: oneLine(shown) || "untitled",
      url,
      host: site ?? "",
      date: !date || date === "–" ? "" : date,
      snippet,
    };
  });
}

/** The tables of a saved answer whose HTML is missing: heading and rows. */
export function tablesOfAnswer({ citations, search_results }: Shown): [string, Source[]][] {
  const known = new Map(search_results.map((result) => [result.url, result]));
  const listed = citations.map((citation) => {
    const result = known.get(citation.url);
    return source(citation.number, citation.url, citation.title || result?.title, result?.date, result?.snippet);
  });
  const found = search_results.map((result, place) =>
    source(result.id ?? (listed.length ? null : place + 1), result.url, result.title, result.date ?? result.last_updated, result.snippet),
  );
  return [["Citations", listed], ["Search results", found]];
}

function source(number: number | null, url: string, title = "", date: string | null = "", snippet = ""): Source {
  const site = host(url);
  return {
    number,
    title: oneLine(title, 200) || site || "untitled",
    url: safeUrl(url),
    host: site,
    date: oneLine(date ?? "", 40),
    snippet: oneLine(snippet, 400),
  };
}

/** A section as views/source_table.py writes it. */
export function staticTable(heading: string, rows: Source[]): HTMLElement {
  const body = rows.map(({ number, title, url, host, date, snippet }) => {
    const folded = element("details", { class: "pplx-snippet" }, element("summary", {}, "snippet"), snippet);
    const name = [link(url, {}, element("bdi", {}, title)), ...(snippet ? [folded] : [])];
    const cells = [[String(number ?? "")], name, [host], [date]];
    return element("tr", {}, ...cells.map((content) => element("td", {}, ...content)));
  });
  const table = element("table", {}, element("tbody", {}, ...body));
  return element("div", { class: "pplx-sources" }, element("h4", {}, `${heading} (${rows.length})`), table);
}
