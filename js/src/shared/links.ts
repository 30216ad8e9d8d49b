// The one door every URL goes through before it becomes a link or an image: the rules of
// pplx_notebook/document/links.py. Absolute http or https, a host, no user name, no character that hides another.
import { clean } from "./clean";

const LIMIT_CHARACTERS = 4_000;
const REFUSED = /[\x00-\x20\x7f-\xa0"<>\\`\s]/;
const AUTHORITY = /^https?:\/\/([^/?#]+)/i;
const NUMBERS = /^[\d.]+$/;
const PORT = /:(\d*)$/;
const ESCAPED = /[^A-Za-z0-9_.~!#$%&()*+,/:;=?@[\]-]/gu; // what no request line may hold, and the apostrophe
const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])$/;

/** The URL in the ASCII form a link may carry (host in punycode), or "" when it must stay text. */
export function safeUrl(url: string): string {
  const authority = AUTHORITY.exec(url)?.[1];
  if (!authority || authority.includes("@") || url.length > LIMIT_CHARACTERS) return "";
  if (REFUSED.test(url) || clean(url) !== url || !URL.canParse(url)) return "";
  const { hostname, protocol } = new URL(url);
  if (!HOST.test(hostname) || hostname.includes("..") || authority.includes("%")) return "";
  const written = authority.normalize("NFKC").replace(PORT, "");
  if (NUMBERS.test(hostname) && written !== hostname) return ""; // 2130706433 is 127.0.0.1: not the name a reader sees
  const port = PORT.exec(authority)?.[1];
  const rest = url.slice(protocol.length + 2 + authority.length).replace(ESCAPED, escaped);
  return `${protocol}//${hostname}${port ? `:${Number(port)}` : ""}${rest}`;
}

/** The host of an acceptable URL without a leading "www.", else "". */
export function host(url: string): string {
  const safe = safeUrl(url);
  return safe && new URL(safe).hostname.replace(/^www\.|^\[|\]$/g, "");
}

const escaped = (character: string) => (character === "'" ? "%27" : encodeURIComponent(character));
