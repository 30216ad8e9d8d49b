// Where the text points to a source, and the way there: "2×" in its row goes to the first place, pressed again to the next.
import { element } from "../../shared/element";
import { numbersOf, type SourceRow } from "../../shared/source-row";
import type { Say } from "../clipboard";
import { jumpTo } from "../jump";
import { samePage } from "../references/pages";

export class Places {
  private readonly byNumber = new Map<number, HTMLElement[]>();

  /** `markers` in reading order. */
  constructor(readonly markers: HTMLElement[]) {
    for (const marker of markers) {
      const list = this.byNumber.get(numberOf(marker));
      if (list) list.push(marker);
      else this.byNumber.set(numberOf(marker), [marker]);
    }
  }

  /** The markers that point to a row; one without a number is known by its page alone. */
  of(source: SourceRow): HTMLElement[] {
    const page = pageOf(source.url);
    if (source.number === null) return page ? this.markers.filter((marker) => urlOf(marker) === page) : [];
    const found = numbersOf(source).flatMap((number) => this.byNumber.get(number) ?? []).filter((marker) => [page, ""].includes(urlOf(marker)));
    return source.also.length ? this.markers.filter((marker) => found.includes(marker)) : found;
  }
}

export const numberOf = (marker: HTMLElement) => Number(/\d+/.exec(marker.textContent)?.[0] ?? -1);

/** The page a marker leads to. */
export const urlOf = (marker: HTMLElement) => pageOf(marker.getAttribute("href") ?? "");

/** The page of an address, whatever passage it points to. */
export const pageOf = (url: string) => samePage(url.replace(/#?:~:.*$/, ""));

/** "2×": how often, and the way to each place in turn. */
export function placeButton(places: HTMLElement[], say: Say): HTMLButtonElement {
  const attributes = { type: "button", class: "pplx-place", tabindex: "-1", title: "Go to where it is cited" };
  const button = element("button", attributes, `${places.length}×`);
  button.setAttribute("aria-label", `Cited ${places.length === 1 ? "once" : `${places.length} times`}: go to the place in the text`);
  let next = 0;
  button.addEventListener("click", () => {
    const place = places[next];
    if (!place) return;
    jumpTo(place);
    say(`Place ${next + 1} of ${places.length}: ${surroundings(place)}`);
    next = (next + 1) % places.length;
  });
  return button;
}

const BLOCK = "p, li, td, th, h1, h2, h3, h4, h5, h6, blockquote";
const WORDS_CHARACTERS = 80;

/** The words before a marker. No Range: each one alive slows down every later change of the page. */
function surroundings(place: HTMLElement): string {
  const texts = document.createTreeWalker(place.closest(BLOCK) ?? place, NodeFilter.SHOW_TEXT);
  texts.currentNode = place;
  let words = "";
  while (words.length <= WORDS_CHARACTERS && texts.previousNode()) words = `${texts.currentNode.nodeValue ?? ""}${words}`;
  words = words.replace(/\s+/g, " ").trim();
  return words.length > WORDS_CHARACTERS ? `…${words.slice(-WORDS_CHARACTERS)}` : words;
}
