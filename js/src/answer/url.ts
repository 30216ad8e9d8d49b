// The one door every URL goes through before it becomes a link or an image: the rules of
// pplx_notebook/views/links.py. Absolute http or https, a host, no user name, no character that hides another.
import { clean } from "./clean";

const LIMIT_CHARACTERS = 4_000;
const REFUSED = /[\x00-\x20\x7f-\xa0"<>\\`\s]/;
const AUTHORITY = /^https?:\/\/([^/?#]+)/i;
const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])$/;

/** The URL as a browser sends it (host in punycode), or "" when it must stay text. */
export function safeUrl(url: string): string {
  const authority = AUTHORITY.exec(url)?.[1];
  if (!authority || authority.includes("@") || url.length > LIMIT_CHARACTERS) return "";
  if (REFUSED.test(url) || clean(url) !== url || !URL.canParse(url)) return "";
  const { hostname, href } = new URL(url);
  return HOST.test(hostname) && !hostname.includes("..") ? href : "";
}

/** The host of an acceptable URL without a leading "www.", else "". */
export function host(url: string): string {
  const safe = safeUrl(url);
  return safe && new URL(safe).hostname.replace(/^www\./, "");
}
