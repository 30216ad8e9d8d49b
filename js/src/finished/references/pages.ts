// Which addresses are one page: the rule of pplx_notebook/document/sources/same_page.py (tests/cases/shared/pages.json).

const TRACKING =
  /^(?:utm_\w+|gclid|gclsrc|dclid|wbraid|gbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|srsltid|li_fat_id|mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|oly_(?:anon|enc)_id|vero_id|wickedid|s_kwcid|_ga|_gl|ref_src|at_(?:medium|campaign|custom\d|link_\w+)|xtor|ocid|ncid|smid|cmpid|guccounter|guce_\w+|phpsessid|jsessionid)(?:=.*)?$/i;
const AMP = /^(?:amp(?:=(?:1|true)?)?|outputtype=amp)$/i;
// hosts that show the pages of the one behind their first word
const OTHER_HOSTS = new Set(
  "dx.doi.org export.arxiv.org m.youtube.com m.facebook.com mbasic.facebook.com mobile.twitter.com m.imdb.com m.bbc.com m.bbc.co.uk mobile.nytimes.com mobile.reuters.com m.dw.com m.spiegel.de m.lemonde.fr m.medicalxpress.com m.phys.org m.reddit.com old.reddit.com new.reddit.com amp.reddit.com amp.theguardian.com amp.cnn.com amp.dw.com".split(" "),
);
const WIKIMEDIA =
  /^([a-z-]+)\.m\.((?:wikipedia|wiktionary|wikiquote|wikisource|wikibooks|wikinews|wikiversity|wikivoyage|wikimedia)\.org)$/;
// taken apart, not judged: that is links.ts, and what it refused has come as ""
const ADDRESS = /^(\w+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const NESTED = 3;
const PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/** What all addresses of a page share: "example.org/a?id=3"; `url` as safeUrl gives it. */
export function samePage(url: string): string {
  for (let inner = 0; inner < NESTED; inner++) url = shownByAmp(url) ?? url;
  const parts = ADDRESS.exec(url);
  if (!parts) return url;
  const [, scheme = "", authority = "", rawPath = "", rawQuery = "", fragment = ""] = parts;
  const [, name = "", port = ""] = /^(.*?)(?::(\d*))?$/.exec(authority) ?? [];
  const host = hostOf(name.replace(/^\[|\]$/g, "").replace(/\.$/, "")) + (port && Number(port) !== Number(PORTS[scheme]) ? `:${Number(port)}` : "");
  const path = pathOf(decoded(rawPath));
  const query = decoded(rawQuery).split("&").filter((pair) => pair && !TRACKING.test(pair) && !AMP.test(pair)).join("&");
  return host + (host === "doi.org" ? path.toLowerCase() : path) + (query && `?${query}`) + (/^[!/]/.test(fragment) ? `#${fragment}` : "");
}

function shownByAmp(url: string): string | undefined {
  const [, , authority = "", path = "", query = ""] = ADDRESS.exec(url) ?? [];
  const name = authority.replace(/:\d*$/, "");
  const inner = /^[a-z0-9-]+\.cdn\.ampproject\.org$/.test(name)
    ? /^\/[a-z]\/(s\/)?(.+)/.exec(path)
    : /^(?:www\.)?google\.com$/.test(name)
      ? /^\/amp\/(s\/)?(.+)/.exec(path)
      : null;
  return inner ? `${inner[1] ? "https" : "http"}://${inner[2] ?? ""}${query && `?${query}`}` : undefined;
}

function hostOf(given: string): string {
  const lower = given.toLowerCase();
  const rest = lower.replace(/^www\./, "");
  const name = rest.includes(".") ? rest : lower;
  return OTHER_HOSTS.has(name) ? name.slice(name.indexOf(".") + 1) : name.replace(WIKIMEDIA, "$1.$2");
}

function pathOf(path: string): string {
  const whole = withoutSlash(withoutDots(path).replace(/;(?:jsessionid|phpsessid)=[^/;]*/gi, ""));
  const short = whole.endsWith("/amp") ? whole.slice(0, -"/amp".length) : whole;
  const named = isArticle(short.slice(short.lastIndexOf("/") + 1)) ? short : whole;
  const file = named
    .replace(/\.amp(\.html?)?$/, "$1")
    .replace(/\/(?:index\.(?:html?|php|aspx?|jsp|shtml)|default\.(?:aspx?|html?))$/, "/");
  return withoutSlash(file);
}

/** /2024/a-long-title/amp and /story-1234567/amp are AMP pages, /guitar/amp is about one. */
const isArticle = (name: string) => name.split("-").length > 2 || /\.html?$/.test(name) || /^[0-9]{5}$/.test(name.slice(-5));

/** By hand: the pattern for it looks at every slash from each. */
function withoutSlash(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end);
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  for (const part of path.split("/").slice(1)) {
    if (part === "..") kept.pop();
    else if (part !== ".") kept.push(part);
  }
  return kept.map((part) => `/${part}`).join("");
}

const decoded = (text: string) =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (escape: string, code: string) => {
    const character = String.fromCharCode(Number.parseInt(code, 16));
    return /[A-Za-z0-9\-._~!'()*,:@]/.test(character) ? character : escape.toUpperCase();
  });
