// What "Copy" puts on the clipboard of an answer: its own words, as the model wrote them, with the sources they point to and
// nothing else. Outside of code nothing in it runs or fetches where it is pasted: HTML is text, pictures are links.
import { clean } from "../../shared/clean";
import { numbersOf, type SourceRow } from "../../shared/source-row";
import { withoutMarkers } from "../markers/markers";

const CODE = /(^ {0,3}(?:```|~~~)[^\n]*\n[\s\S]*?(?:^ {0,3}(?:```|~~~)[ \t]*$|$(?![\s\S]))|`[^`\n]+`)/m;
const TAG = /<(?=[A-Za-z/!?])(?![a-z]+:\/\/[^\s<>]+>)/g; // an address in angle brackets stays one
const PICTURE = /!\[(?=[^\]\n]*\]\()/g;
const SPECIAL = /[\\`*_[\]<]/g; // of Markdown, inside the text of a link

/** The text and a list of what it cites. */
export function withSources(text: string, cited: readonly SourceRow[]): string {
  const list = cited.map((row) => {
    const { title, url } = row;
    const name = title.replace(SPECIAL, "\\$&");
    const address = /[()]/.test(url) ? `<${url}>` : url;
    return `- [${numbersOf(row).join(", ") || "–"}] ${url ? `[${name}](${address})` : name}`;
  });
  return [harmless(text), ...(list.length ? [`Sources:\n\n${list.join("\n")}`] : [])].join("\n\n") + "\n";
}

/** The text without the markers that point to a source. */
export const textOnly = (text: string, isKnown: (number: number) => boolean): string =>
  `${harmless(outsideCode(text, (words) => withoutMarkers(words, isKnown)))}\n`;

const harmless = (text: string) =>
  outsideCode(clean(text), (words) => words.replace(TAG, "\\<").replace(PICTURE, "[")).trim();

function outsideCode(text: string, change: (words: string) => string): string {
  return text.split(CODE).map((part, index) => (index % 2 ? part : change(part))).join("");
}
