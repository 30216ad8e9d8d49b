// The strip of sources below the text: a chip per host with the numbers of its pages. It is one line, live and finished, and one
// stop of the Tab key; what has no room is counted.
import { element, link } from "../element";
import { oneStop } from "./one-stop";
import { numbersOf, type SourceRow } from "../source-row";

const HOSTS_SHOWN = 8;
const PAGES_SHOWN = 5; // of one host
const GAP_PX = 6; // between chips, as style/strip.css has it
const FITS = Symbol.for("pplx_notebook.fits");

type Root = HTMLElement & { [FITS]?: ResizeObserver };

/** The strip without its behaviour, as it is put in place of another. */
export function stripOf(sources: SourceRow[]): HTMLElement {
  const hosts = [...byHost(sources)];
  const chips = hosts.slice(0, HOSTS_SHOWN).map(([host, pages]) => chip(host, pages));
  const root = element("div", { class: "pplx-strip", role: "group", "aria-label": "Sources" }, ...chips);
  root.append(element("span", { class: "pplx-more", hidden: "" }, andMore(hosts.length)));
  return root;
}

/** Keeps a strip in one line and makes it one stop. */
export function enliven(root: Root): void {
  oneStop(root, () => [...root.querySelectorAll<HTMLElement>("a")].filter((each) => !each.closest("[hidden]")));
  root[FITS]?.disconnect();
  root[FITS] = new ResizeObserver(() => fit(root));
  root[FITS].observe(root);
}

/** Hides the chips that would need a second line. */
function fit(root: HTMLElement): void {
  const chips = [...root.querySelectorAll<HTMLElement>(":scope > .pplx-chip")];
  const more = root.querySelector<HTMLElement>(":scope > .pplx-more");
  if (!more || !root.clientWidth) return;
  const hosts = Number(/\d+/.exec(more.dataset.hosts ??= more.textContent)?.[0] ?? 0);
  for (const node of [...chips, more]) node.hidden = false;
  more.textContent = andMore(hosts);
  const [room, rest, ...widths] = [root, more, ...chips].map((node) => node.clientWidth + GAP_PX);
  let [shown, used] = [0, 0];
  for (const width of widths) {
    const last = shown + 1 === hosts;
    if (shown && used + width + (last ? 0 : (rest ?? 0)) > (room ?? 0)) break;
    used += width + 2; // its border
    shown += 1;
  }
  chips.forEach((each, index) => (each.hidden = index >= shown));
  more.textContent = andMore(hosts - shown);
  more.hidden = hosts === shown;
}

const andMore = (count: number) => `and ${count} more`;

function byHost(sources: SourceRow[]): Map<string, SourceRow[]> {
  const hosts = new Map<string, SourceRow[]>();
  for (const source of sources) {
    const host = source.host || source.title;
    hosts.set(host, [...(hosts.get(host) ?? []), source]);
  }
  return hosts;
}

/** One host; a single page makes the whole chip its link. */
function chip(host: string, pages: SourceRow[]): HTMLElement {
  const name = element("bdi", { class: "pplx-host" }, host);
  const [first, second] = pages;
  if (first && !second) return link(first.url, { class: "pplx-chip", title: first.title }, number(first), name);
  const links = pages.slice(0, PAGES_SHOWN).map((page) => link(page.url, named(page), number(page)));
  const left = pages.length - PAGES_SHOWN;
  const rest = left > 0 ? [element("span", { title: `${left} more pages of ${host}` }, `+${left}`)] : [];
  return element("span", { class: "pplx-chip" }, ...links, ...rest, name);
}

const named = (page: SourceRow) => ({ title: page.title, "aria-label": `${numbersOf(page).join(", ")} ${page.title}`.trim() });

const number = (page: SourceRow) => element("span", { class: "pplx-number" }, numbersOf(page).join(", ") || "•");
