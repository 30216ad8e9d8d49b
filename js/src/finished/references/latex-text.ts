// Text as a field of BibTeX holds it: the rules of pplx_notebook/exports/entries/latex_text.py (tests/cases/shared/citations.json).
// Braces too are escaped: BibTeX counts them without looking at the backslash before them, and a title would end its own field.

const LATEX = new Map(
  Object.entries({
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
  }),
);
const IN_URL = new Map(Object.entries({ "{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", $: "%24" }));
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}_'’.&+/-]*[\p{L}\p{N}])?[+#]*/gu;
const OTHER_LANGUAGE = new Set(
  "der das und für im von mit ein eine zur zum des den dem le les du une pour dans el los las del una para por il gli di della nel da em het een".split(" "),
);
const LONG_WORD = 4;
const TITLE_CASE = 0.6;

/** `balanced`: the braces of the field it is part of are, so that \\{ does, which more readers know. */
export const inLatex = (text: string, balanced = false) =>
  text.replace(/[\\{}%$&#_^~]/g, (found) => (balanced && /[{}]/.test(found) ? undefined : LATEX.get(found)) ?? `\\${found}`);

export const urlInLatex = (url: string) => url.replace(/[{}\\^~$]/g, (found) => IN_URL.get(found) ?? found);

/** A title, its capitals in braces where they must stay. */
export function titleInLatex(title: string): string {
  const words = [...title.matchAll(WORD)];
  const names = !isTitleCase(words.map((word) => word[0]));
  const balanced = isBalanced(title);
  let made = "";
  let at = 0;
  words.forEach((word, place) => {
    const text = inLatex(word[0]);
    const keeps = hasOwnCapitals(word[0]) || (names && place > 0 && isUpper(firstOf(word[0])));
    made += inLatex(title.slice(at, word.index), balanced) + (keeps ? `{${text}}` : text);
    at = word.index + word[0].length;
  });
  return made + inLatex(title.slice(at), balanced);
}

/** Whether BibTeX, which counts braces, comes out even, and never below its field. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const brace of text.match(/[{}]/g) ?? []) {
    depth += brace === "{" ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const isUpper = (text: string) => /^\p{Lu}/u.test(text);
const firstOf = (word: string) => Array.from(word)[0] ?? "";

/** "DNA", "mRNA", "GPT-4", "M87", "McDonald", "C", "I", but not "A" and "Self-Driving". */
function hasOwnCapitals(word: string): boolean {
  if (Array.from(word).length === 1) return isUpper(word) && word !== "A";
  const hasDigit = /\p{Nd}/u.test(word);
  return word.split(/[-/]/).some((part) => /\p{Lu}/u.test(hasDigit ? part : Array.from(part).slice(1).join("")));
}

function isTitleCase(words: string[]): boolean {
  if (words.some((word) => OTHER_LANGUAGE.has(word))) return false;
  const long = words.slice(1).filter((word) => Array.from(word).length >= LONG_WORD && !hasOwnCapitals(word));
  return long.length > 0 && long.filter((word) => isUpper(firstOf(word))).length / long.length >= TITLE_CASE;
}
