// A citation marker travels as <a>[3]</a> (views/shorthand.py): where it leads stands in the list of sources,
// which the page has. Written out it is, character for character, what views/writer.py writes into the finished
// output, so that the hand-over finds it drawn already.
import type { Source } from "./model";

const SHORT = /<a>(\[(?:web:)?(\d+)\])<\/a>/g; // in text and code every < is escaped
const ADDRESS = /^https?:\/\/[^\s"'<>\\]+$/; // nothing in it can end the attribute
const SAFETY = 'target="_blank" rel="noopener noreferrer nofollow"';

/** A block as it is drawn; a marker of which nothing is known is text. */
export function writtenOut(block: string, sources: Source[]): string {
  return block.replace(SHORT, (_, text: string, number: string) => {
    const url = sources.find((source) => source.number === Number(number))?.url ?? "";
    return ADDRESS.test(url) ? `<a href="${url.replaceAll("&", "&amp;")}" class="pplx-marker" ${SAFETY}>${text}</a>` : text;
  });
}
