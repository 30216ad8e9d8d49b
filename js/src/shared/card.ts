// A card beside a citation marker, on hover or focus: title, host, date and the snippet of its source, or what else is to
// be said of it. It can be hovered itself and is dismissed with Escape (WCAG 1.4.13).
import { element } from "./element";
import type { SourceRow } from "./source-row";

const MARKER = ".pplx-marker";
const LINGER_MS = 150;
const GAP_PX = 6;

let made = 0;

export class Card {
  private readonly root = element("div", { class: "pplx-card", role: "tooltip", id: `pplx-card-${++made}`, popover: "manual" });
  private marker: HTMLElement | null = null;
  private leaving = 0;

  constructor(
    parent: HTMLElement,
    private readonly lines: (marker: HTMLElement) => HTMLElement[] | undefined,
    signal: AbortSignal,
  ) {
    parent.append(this.root);
    const enter = (event: Event) => this.enter(event.target as Element);
    const leave = () => (this.leaving = setTimeout(() => this.unwanted() && this.hide(), LINGER_MS));
    for (const name of ["pointerover", "focusin"]) parent.addEventListener(name, enter, { signal });
    for (const name of ["pointerout", "focusout"]) parent.addEventListener(name, leave, { signal });
    const escape = (event: KeyboardEvent) => event.key === "Escape" && this.hide();
    document.addEventListener("keydown", escape, { signal });
    document.addEventListener("scroll", () => this.follow(), { signal, capture: true, passive: true });
    const there = parent.querySelector(`${MARKER}:is(:hover, :focus)`);
    if (there) this.enter(there);
  }

  private enter(target: Element): void {
    const marker = target.closest<HTMLElement>(MARKER);
    if (marker === this.marker ? marker : this.root.contains(target)) clearTimeout(this.leaving);
    else if (marker) this.show(marker);
  }

  /** False while pointer or keys rest on the marker or the pointer on the card, whatever else was left. */
  private unwanted(): boolean {
    return !this.marker?.matches(":hover, :focus-visible") && !this.root.matches(":hover");
  }

  private show(marker: HTMLElement): void {
    const lines = this.lines(marker);
    if (!lines) return;
    this.hide();
    this.marker = marker;
    marker.setAttribute("aria-describedby", this.root.id);
    marker.dataset.title = marker.title; // the browser's own tooltip would cover the card
    marker.title = "";
    this.root.replaceChildren(...lines);
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- browsers before 2024 have no popovers
    this.root.showPopover?.();
    this.place(marker.getBoundingClientRect());
  }

  /** Stays beside its marker (focus scrolls, too) as long as that is in sight. */
  private follow(): void {
    const at = this.marker?.getBoundingClientRect();
    if (!at) return;
    if (at.bottom < 0 || at.top > innerHeight) this.hide();
    else this.place(at);
  }

  private place(at: DOMRect): void {
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const left = Math.max(GAP_PX, Math.min(at.left, innerWidth - width - GAP_PX));
    const below = at.bottom + GAP_PX + height <= innerHeight;
    this.root.style.left = `${left}px`;
    this.root.style.top = `${Math.max(GAP_PX, below ? at.bottom + GAP_PX : at.top - GAP_PX - height)}px`;
  }

  private hide(): void {
    clearTimeout(this.leaving);
    const { marker } = this;
    if (!marker) return;
    this.marker = null;
    marker.removeAttribute("aria-describedby");
    marker.title = marker.dataset.title ?? "";
    delete marker.dataset.title;
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- as above
    this.root.hidePopover?.();
  }
}

/** What a card says of a source. */
export function sourceLines(source: SourceRow): HTMLElement[] {
  const lines = [element("div", { class: "pplx-card-title" }, element("bdi", {}, source.title))];
  const facts = [source.host, source.date].filter(Boolean).join(" · ");
  if (facts) lines.push(element("div", { class: "pplx-card-facts" }, facts));
  if (source.snippet) lines.push(element("div", { class: "pplx-card-snippet" }, element("bdi", {}, source.snippet)));
  return lines;
}
