// A snippet as words: servers send pieces of pages and what is left of their markup. Rule by rule
// pplx_notebook/document/sources/snippet.py (tests/cases/shared/snippets.json holds for both).

const READ_CHARACTERS = 4_000;
const TAGS =
  "[abipqsu]|em|strong|span|div|li|[uo]l|h[1-6]|table|thead|tbody|t[rdh]|code|pre|su[pb]|img|small|mark|font|cite";
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^[ \t]{0,8}\|?(?:[ \t]{0,8}:?-{3,80}:?[ \t]{0,8}\|){1,40}[ \t:-]{0,80}$/gm, ""], // the line below a table's head
  [/^[ \t]{0,8}(?:(?:#{1,6}|>|[*+-])[ \t]{1,8}){1,3}/gm, ""],
  [/^[ \t]{0,8}\|[ \t]{0,8}|[ \t]{0,8}\|[ \t]{0,8}$/gm, ""],
  [/<br[ \t]{0,4}\/?>/g, " "],
  [new RegExp(`</?(?:${TAGS})(?:[ \\t][^<>\\n]{0,300})?/?>`, "g"), ""],
  [/!?\[([^[\]\n]{0,200})\]\([^() \t\n]{0,500}\)/g, "$1"],
  [/(\*\*|__)(?=[^ \t\n])([^*\n]{1,300}?)\1/g, "$2"],
  [/(?<![\w*])\*(?=[^ \t\n*])([^*\n]{1,300}?)(?<=[^ \t\n])\*(?![\w*])/g, "$1"],
  [/`{1,3}([^`\n]{1,300})`{1,3}/g, "$1"],
  [/\^([^ \t\n^]{1,10})\^/g, "$1"],
  [/\\([\\`*_{}[\]()#+.!|~$-])/g, "$1"],
];
const SIGNS: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&nbsp;": " ",
  "&apos;": "'",
  "&#39;": "'",
  "&#x27;": "'",
};
const SIGN = new RegExp(Object.keys(SIGNS).join("|"), "g");

/** What a reader would see of it on its page; lines stay lines. */
export function wordsOf(snippet: string): string {
  const read = Array.from(snippet.slice(0, 2 * READ_CHARACTERS)).slice(0, READ_CHARACTERS).join(""); // as Python counts
  const shown = RULES.reduce((text, [marks, written]) => text.replace(marks, written), read);
  return shown.replace(SIGN, (found) => SIGNS[found] ?? found);
}
