// The strip of sources: a chip per host with the numbers of its pages, as soon as they are known.
import { element, link } from "../shared/element";
import type { SourceRow } from "../shared/source-row";
import type { AnswerStore } from "./store";

const HOSTS_SHOWN = 8;
const PAGES_SHOWN = 5; // of one host

export class SourcesStrip {
  readonly root = element("nav", { class: "pplx-strip", "aria-label": "Sources so far" });
  private drawn: SourceRow[] = [];

  constructor(
    private readonly store: AnswerStore,
    signal: AbortSignal,
  ) {
    store.listen(() => this.draw(), signal);
    this.draw();
  }

  private draw(): void {
    const sources = this.store.get("sources");
    this.root.hidden = sources.length === 0;
    if (sources === this.drawn) return;
    this.drawn = sources;
    const hosts = [...byHost(sources)];
    this.root.replaceChildren(...hosts.slice(0, HOSTS_SHOWN).map(([host, pages]) => chip(host, pages)));
    if (hosts.length > HOSTS_SHOWN) this.root.append(more(hosts.length - HOSTS_SHOWN, "sites"));
  }
}

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
  const rest = pages.length > PAGES_SHOWN ? [more(pages.length - PAGES_SHOWN, `pages of ${host}`)] : [];
  return element("span", { class: "pplx-chip" }, ...links, ...rest, name);
}

const named = (page: SourceRow) => ({ title: page.title, "aria-label": `${page.number ?? ""} ${page.title}`.trim() });

const number = (page: SourceRow) => element("span", { class: "pplx-number" }, page.number === null ? "•" : `${page.number}`);

const more = (count: number, what: string) => element("span", { class: "pplx-more", title: `${count} more ${what}` }, `+${count}`);
