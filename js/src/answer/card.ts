// The card of a source: what stands behind a marker, while the pointer rests on it or it has the focus. It may
// be pointed at itself, and Escape puts it away. A popover, so that no output area clips it.
import { element } from "../element";
import type { Source } from "../model";

const OPEN_MS = 120;
const CLOSE_MS = 180;
const GAP_PX = 6;

let cards = 0;

export class SourceCard {
  private readonly root = element("div", { class: "pplx-card", role: "tooltip", id: `pplx-card-${++cards}`, popover: "manual" });
  private marker: HTMLElement | null = null;
  private timer = 0;

  /** Shows cards for what `sourceOf` knows, inside `within`, until the signal. */
  constructor(
    private readonly within: HTMLElement,
    private readonly sourceOf: (marker: HTMLElement) => Source | undefined,
    signal: AbortSignal,
  ) {
    within.append(this.root);
    const listen = <K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void) =>
      within.addEventListener(name, listener, { signal });
    listen("pointerover", (event) => event.pointerType !== "touch" && this.meet(event.target, OPEN_MS));
    listen("pointerout", () => this.later(() => this.close(), CLOSE_MS));
    listen("focusin", (event) => this.meet(event.target, 0));
    listen("focusout", () => this.later(() => this.close(), 0));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close(), { signal });
    document.addEventListener("scroll", () => this.close(), { signal, capture: true, passive: true });
    signal.addEventListener("abort", () => this.close());
  }

  private meet(target: EventTarget | null, after_ms: number): void {
    if (!(target instanceof Element)) return;
    if (this.root.contains(target)) return clearTimeout(this.timer);
    const marker = target.closest<HTMLElement>(".pplx-marker");
    const source = marker && this.within.contains(marker) ? this.sourceOf(marker) : undefined;
    if (marker && source) this.later(() => this.open(marker, source), after_ms);
  }

  private later(action: () => void, after_ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(action, after_ms);
  }

  private open(marker: HTMLElement, source: Source): void {
    if (!marker.isConnected || marker === this.marker) return;
    this.close();
    this.marker = marker;
    this.root.replaceChildren(...content(source));
    marker.setAttribute("aria-describedby", this.root.id);
    this.root.showPopover?.();
    this.place(marker);
  }

  /** Below the marker, above it where there is more room; never outside the window. */
  private place(marker: HTMLElement): void {
    const at = marker.getClientRects()[0] ?? marker.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const below = at.bottom + GAP_PX;
    const top = below + height > innerHeight && at.top > innerHeight - at.bottom ? at.top - GAP_PX - height : below;
    const left = Math.min(at.left, document.documentElement.clientWidth - width - GAP_PX);
    Object.assign(this.root.style, { top: `${Math.max(GAP_PX, top)}px`, left: `${Math.max(GAP_PX, left)}px` });
  }

  private close(): void {
    clearTimeout(this.timer);
    this.marker?.removeAttribute("aria-describedby");
    this.marker = null;
    if (this.root.isConnected) this.root.hidePopover?.();
  }
}

function content({ number, title, host, date, snippet }: Source): HTMLElement[] {
  const where = [host, date].filter(Boolean).join(" · ");
  return [
    element("div", { class: "pplx-card-title" }, number === null ? "" : `${number}. `, element("bdi", {}, title)),
    ...(where ? [element("div", { class: "pplx-card-where" }, where)] : []),
    ...(snippet ? [element("div", { class: "pplx-card-snippet", dir: "auto" }, snippet)] : []),
  ];
}
