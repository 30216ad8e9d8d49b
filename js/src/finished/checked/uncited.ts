// The sentences without a citation: while the line below the text is open they are marked in it, by the browser's own
// highlights, which change no node; and each in the list is a way to its place.
import { element } from "../../shared/element";
import { jumpTo } from "../jump";

const NAME = "pplx-uncited"; // the style's ::highlight()
const BLOCK = "p, li, td, th, blockquote";

interface Place {
  from: Text;
  start: number;
  to: Text;
  end: number;
}

export function showUncited(root: HTMLElement, uncited: string[], signal: AbortSignal): void {
  const opened = root.querySelector<HTMLDetailsElement>(":scope > details.pplx-checked");
  const text = root.querySelector<HTMLElement>(":scope > .pplx-text");
  if (!opened || !text || !uncited.length) return;
  opened.querySelectorAll<HTMLElement>(".pplx-checked-without > li").forEach((item, index) => {
    const sentence = uncited[index];
    const place = sentence && find(text, [sentence])[0];
    if (!place) return;
    const button = element("button", { type: "button", class: "pplx-to-place", title: "Go to its place" }, item.textContent);
    button.addEventListener("click", () => jumpTo(place.from.parentElement?.closest<HTMLElement>(BLOCK) ?? text));
    item.replaceChildren(button);
  });
  if (!("highlights" in CSS)) return;
  let shown: StaticRange[] = [];
  const draw = () => {
    const all = CSS.highlights.get(NAME) ?? new Highlight();
    for (const range of shown) all.delete(range);
    shown = opened.open && !signal.aborted ? find(text, uncited).map(rangeOf) : [];
    for (const range of shown) all.add(range);
    CSS.highlights.set(NAME, all);
  };
  opened.addEventListener("toggle", draw, { signal });
  signal.addEventListener("abort", draw);
  draw();
}

const rangeOf = ({ from, start, to, end }: Place) =>
  new StaticRange({ startContainer: from, startOffset: start, endContainer: to, endOffset: end });

/** Where sentences stand, in their order; white space counts once. */
function find(root: HTMLElement, sentences: string[]): Place[] {
  let all = "";
  const at: [Text, number][] = []; // of each character of `all`
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode as Text;
    if (node.parentElement?.closest(".pplx-marker, .pplx-host")) continue;
    for (let place = 0; place < node.data.length; place++) {
      const sign = /\s/.test(node.data.charAt(place)) ? " " : node.data.charAt(place);
      if (sign === " " && all.endsWith(" ")) continue;
      all += sign;
      at.push([node, place]);
    }
  }
  let from = 0;
  return sentences.flatMap((sentence) => {
    const found = all.indexOf(sentence, from);
    const [first, last] = [at[found], at[found + sentence.length - 1]];
    if (found < 0 || !first || !last) return [];
    from = found + sentence.length;
    return [{ from: first[0], start: first[1], to: last[0], end: last[1] + 1 }];
  });
}
