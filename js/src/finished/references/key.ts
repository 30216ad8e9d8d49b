// The name of a page in a bibliography: the rule of pplx_notebook/evidence/identifiers/citation_key.py, so that the page's copy
// menu and the command line name a page alike (tests/cases/shared/pages.json).
import { samePage } from "./pages";
import { sha256 } from "./sha256";

const SITE_CHARACTERS = 24;
const MOST_WORDS = 3;
const WORDS_CHARACTERS = 24;
const DIGEST_CHARACTERS = 10;

/** The key of the page at an address; of what has none, by its title as a table shows it. */
export function citationKey(url: string, title: string): string {
  const page = url ? samePage(url) : `title:${title}`;
  const digest = sha256(page).slice(0, DIGEST_CHARACTERS);
  const [, site = "", path = ""] = url ? (/^([^/]*)\/?(.*)$/s.exec(page.replace(/\?.*$/s, "")) ?? []) : ["", "source", title];
  const name = site.toLowerCase().replace(/[^a-z0-9]/g, "").slice(0, SITE_CHARACTERS);
  return [name || "source", wordsOf(path), digest].filter(Boolean).join("-");
}

function wordsOf(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1).replace(/(?:%[0-9A-F]{2})+/g, " ").replace(/\.[A-Za-z]{2,5}$/, "");
  const words = last.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).slice(0, MOST_WORDS);
  return words.join("-").slice(0, WORDS_CHARACTERS).replace(/-+$/, "");
}
