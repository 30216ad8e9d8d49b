// Text from strangers, made fit to be shown: the rules of pplx_notebook/document/clean.py. Controls become U+FFFD,
// what cannot be seen but changes what is seen (bidirectional overrides, zero-width marks, tags) is removed.
// tests/cases/shared/clean.json holds for both.

const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/gu;
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;
const LONE_JOINER = /(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])/gu;
const HARMLESS = /^[\n\t\x20-\x7e]*$/; // most text; saves three passes over it

/** The text without controls (except newline and tab) and without invisible characters. */
export function clean(text: string): string {
  if (HARMLESS.test(text)) return text;
  const lines = text.replace(/\r\n?/g, "\n").replace(CONTROL, "\ufffd");
  return lines.replace(INVISIBLE, "").replace(LONE_JOINER, "");
}

/** A field as one clean line of at most `limit` characters (not UTF-16 units: Python counts so), cut with "…". */
export function oneLine(text: string, limit = 300): string {
  const line = clean(text).replace(/\s+/g, " ").trim();
  if (line.length <= limit) return line;
  const characters = Array.from(line);
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join("").trimEnd()}…`;
}
