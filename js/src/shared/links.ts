// The one door every URL goes through before it becomes a link or an image, rule by rule the door of
// pplx_notebook/document/links.py (tests/cases/shared/links.json holds for both): absolute http or https, at most 4,000
// characters in ASCII, a host, no user name, no character that hides another. Nothing is repaired; what is accepted comes back
// in ASCII, the host as the punycode a browser asks for. Not the same: labels that mix or end letters read from the right
// otherwise than IDNA 2003 allows, and labels that begin with an accent; one half or the other shows those as text.
import { clean } from "./clean";

const LIMIT_CHARACTERS = 4_000;
const REFUSED = /[\x00-\x20\x7f-\xa0"<>\\`\s]/;
const START = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/?#@:[\]]+)(?::([0-9]*))?(?=[/?#]|$)/i;
const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])$/;
const NUMBER_LAST = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/; // for a browser an IPv4 address: 2130706433 is 127.0.0.1
const DOTS = /[.\u3002\uff0e\uff61]/; // what browsers and RFC 3490 take for a dot in a host
const FOREIGN_LABEL = /^(?:[a-z0-9_-]|[^\x00-\x7f\u200c\u200d])+$/u;
const LONGEST_LABEL = 63;
const LONGEST_PORT = 65_535;
const ENCODED = /[^\x00-\x7f]+|['^{|}]/g; // in a path; Python's quote() knows the same
const REMEMBERED = 1_000; // an answer points to the same few pages over and over

const known = new Map<string, string>();

/** The URL in the ASCII form a link may carry, or "" when it must stay text. */
export function safeUrl(url: string): string {
  const before = known.get(url);
  if (before !== undefined) return before;
  if (url.length > LIMIT_CHARACTERS) return ""; // and is not remembered
  if (known.size >= REMEMBERED) known.clear();
  const safe = checked(url);
  known.set(url, safe);
  return safe;
}

/** The host of an acceptable URL in ASCII, without a leading "www.", or "" when the URL is refused. */
export function host(url: string): string {
  const name = START.exec(safeUrl(url))?.[2] ?? "";
  return name.replace(/^\[|\]$/g, "").replace(/^www\./, "");
}

function checked(url: string): string {
  const start = START.exec(url);
  if (!start || REFUSED.test(url) || clean(url) !== url) return "";
  const [whole, scheme = "", name = "", port = ""] = start;
  const asciiName = name.startsWith("[") ? address(name) : asciiHost(name);
  if (!asciiName || Number(port) > LONGEST_PORT) return "";
  const rest = url.slice(whole.length).replace(ENCODED, encoded);
  const safe = `${scheme.toLowerCase()}://${asciiName}${port && `:${Number(port)}`}${rest}`;
  return safe.length > LIMIT_CHARACTERS ? "" : safe;
}

const encoded = (found: string) => (found === "'" ? "%27" : encodeURIComponent(found));
const address = (name: string) => (URL.canParse(`http://${name}/`) ? name.toLowerCase() : "");

function asciiHost(name: string): string {
  const labels = name.toLowerCase().split(DOTS).map(asciiLabel);
  const made = labels.join(".");
  if (!HOST.test(made) || made.includes("..")) return "";
  return !NUMBER_LAST.test(made) || isIpv4(made) ? made : "";
}

/** Four numbers as they are read; every other way to write them is not the name that the reader sees. */
function isIpv4(name: string): boolean {
  const numbers = name.split(".");
  return numbers.length === 4 && numbers.every((number) => /^(?:0|[1-9][0-9]{0,2})$/.test(number) && Number(number) < 256);
}

/** A label in punycode. What would become a dot, a joiner or more than a label may hold leaves a character no host has. */
function asciiLabel(label: string): string {
  if (/^[\x00-\x7f]*$/.test(label)) return label;
  const page = `http://${label}.x/`; // not alone: a label of digits would be taken for an address
  if (!FOREIGN_LABEL.test(label) || !URL.canParse(page)) return "?";
  const made = new URL(page).hostname.slice(0, -".x".length);
  return made.includes(".") || made.length > LONGEST_LABEL ? "?" : made;
}
