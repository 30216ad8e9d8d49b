// A finished answer made interactive, in place: it reads like the static output it is made from (the order and
// wording are views/faces/html.py's), and can be sorted, filtered, followed and copied. No request without a click.
import { Card, sourceLines } from "../shared/card";
import { element } from "../shared/element";
import type { MakeChecked } from "./checked/contract";
import { offerCode, type Say } from "./clipboard";
import { footOf } from "./foot";
import { levelHeadings } from "./headings";
import { consent } from "./images";
import { jumpTo } from "./jump";
import type { Shown } from "./read-saved";
import type { LoadWrite } from "./references/contract";
import { relatedList } from "./related-questions";
import { reachScrollers } from "./scrollers";
import { copyMenu } from "./sources/copy-menu";
import { titleIn } from "./sources/keys";
import { urlOf } from "./sources/places";
import { Sources } from "./sources/sources";

/** What other scripts do for it: `makeChecked` shows what a check found, where there was one; `loadWrite` fetches what writes
 * bibliographies. */
export interface Others {
  makeChecked: MakeChecked | null;
  loadWrite: LoadWrite;
}

/** `root` holds the static answer. */
export function makeInteractive(root: HTMLElement, answer: Shown, { makeChecked, loadWrite }: Others, signal: AbortSignal): void {
  const spoken = element("div", { class: "pplx-spoken", role: "status", "aria-live": "polite" });
  const say: Say = (text) => (spoken.textContent = text);
  root.classList.add("pplx-drawn", "pplx-interactive");
  levelHeadings(root);
  const sources = new Sources(root, answer, makeChecked, say);
  followMarkers(root, sources, signal);
  offerCode(root, say);
  reachScrollers(root, signal);
  sources.checked?.showUncited(root, signal);
  askForImages(root, answer);
  offerQuestions(root, answer, say);
  const foot = footOf(root);
  foot.querySelector(".pplx-facts")?.after(...copyMenu(sources.copies(loadWrite), loadWrite, say));
  if (!foot.parentElement && foot.textContent) root.append(foot); // one that stands there may have the focus
  root.append(spoken);
}

/** A plain click or Enter on a marker goes to its row; with Ctrl, Shift or the middle button it is the link it was. */
function followMarkers(root: HTMLElement, sources: Sources, signal: AbortSignal): void {
  for (const marker of sources.places.markers) {
    if (!urlOf(marker) && sources.of(marker)) marker.tabIndex = 0; // no link, yet it has a card and a row
  }
  new Card(root, (marker) => cardLines(marker, sources), signal);
  const follow = (event: MouseEvent | KeyboardEvent) => {
    const marker = event.target instanceof Element ? event.target.closest<HTMLElement>(".pplx-marker") : null;
    if (!marker || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = sources.reveal(marker);
    if (!row) return;
    event.preventDefault();
    jumpTo(titleIn(row) ?? row, row);
  };
  root.addEventListener("click", follow, { signal });
  root.addEventListener("keydown", (event) => event.key === "Enter" && follow(event), { signal });
}

/** What a card says: what was found, or the words that were sent, and of which page. */
function cardLines(marker: HTMLElement, sources: Sources): HTMLElement[] | undefined {
  const source = sources.of(marker);
  const found = sources.checked?.lines(marker) ?? [];
  if (!found.length) return source && sourceLines(source);
  return [...found, ...(source ? sourceLines({ ...source, snippet: "" }) : [])];
}

function askForImages(root: HTMLElement, answer: Shown): void {
  const list = root.querySelector("ul.pplx-images");
  const asked = list && consent(answer.images);
  if (asked) list.after(asked);
}

function offerQuestions(root: HTMLElement, answer: Shown, say: Say): void {
  const list = root.querySelector("ul.pplx-related");
  if (list && answer.related_questions.length) list.replaceWith(relatedList(answer.related_questions, say));
}
