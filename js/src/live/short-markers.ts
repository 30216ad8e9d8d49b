// A citation marker travels as <a>[3]</a> (views/screens/short_markers.py): where it leads stands in the list of sources,
// which the page has. Written out it is, character for character, what views/faces/html_blocks.py writes into the finished
// output, so that the hand-over finds it drawn already.
import { safeUrl } from "../shared/links";
import type { SourceRow } from "../shared/source-row";

const SHORT = /<a>(\[(?:web:)?(\d+)\])<\/a>/g; // in text and code every < is escaped
const SAFETY = 'target="_blank" rel="noopener noreferrer nofollow"';

/** A block as it is drawn; a marker of which nothing is known is text. */
export function writtenOut(block: string, sources: SourceRow[]): string {
  return block.replace(SHORT, (_, text: string, number: string) => {
    const url = safeUrl(sources.find((source) => source.number === Number(number))?.url ?? "");
    return url ? `<a href="${url.replaceAll("&", "&amp;")}" class="pplx-marker" ${SAFETY}>${text}</a>` : text;
  });
}
