// The status line: Stop, a word for the state, elapsed seconds from 1 s on, words so far, what else is to say.
// Stop comes first, so that it stands still while the rest changes. A separate live region says the state's
// changes only, so that a screen reader is not read every token.
import { element } from "../shared/element";
import { PHASES } from "./model";
import type { AnswerStore } from "./store";

const COUNTDOWN = / in \d+ \w+:/; // said once, not every second
const LOST = "the kernel has ended; run the cell again to get the whole answer";

export class StatusLine {
  readonly root: HTMLElement;
  private readonly state = element("span", { class: "pplx-state" });
  private readonly facts = element("span", { class: "pplx-facts" });
  private readonly note = element("span", { class: "pplx-note" });
  private readonly spoken = element("span", { class: "pplx-spoken", role: "status", "aria-live": "polite" });
  private readonly button = element("button", { class: "pplx-stop", type: "button" });
  private hint = "";

  constructor(
    private readonly store: AnswerStore,
    stop: () => Promise<string>,
    signal: AbortSignal,
  ) {
    const mark = element("span", { class: "pplx-stop-mark", "aria-hidden": "true" });
    this.button.append(mark, "Stop");
    this.button.addEventListener("click", () => void this.press(stop), { signal });
    const dot = element("span", { class: "pplx-dot", "aria-hidden": "true" });
    this.root = element("div", { class: "pplx-status", tabindex: "-1" }, this.button, dot, this.state, this.facts, this.note, this.spoken);
    const clock = setInterval(() => this.draw(), 1000);
    signal.addEventListener("abort", () => clearInterval(clock));
    store.listen(() => this.draw(), signal);
    this.draw();
  }

  private draw(): void {
    const { store } = this;
    const phase = store.lost ? "cut off" : store.get("phase");
    const word = PHASES[phase] ?? phase;
    const note = store.lost ? LOST : this.hint || (store.gap ? "catching up at the end …" : store.get("note"));
    this.root.dataset.phase = phase;
    write(this.state, word);
    write(this.facts, facts(store));
    write(this.note, note);
    const told = phase === "retrying" ? note.replace(COUNTDOWN, ":") : note;
    write(this.spoken, told ? `${word}: ${told}` : word);
    if (!store.running || phase === "stopping") this.retire();
    else this.button.disabled = false;
    this.button.hidden = !store.running;
  }

  /** Nothing more to stop. The focus stays where Stop was: on the page's body it would be nowhere for a keyboard. */
  private retire(): void {
    if (document.activeElement === this.button) this.root.focus({ preventScroll: true });
    this.button.disabled = true;
  }

  private async press(stop: () => Promise<string>): Promise<void> {
    this.retire();
    this.hint = await stop();
    this.draw();
  }
}

function facts(store: AnswerStore): string {
  const seconds = Math.floor(store.elapsed);
  const parts = [];
  if (seconds >= 1) parts.push(seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`);
  if (store.words) parts.push(`${store.words.toLocaleString("en")} ${store.words === 1 ? "word" : "words"}`);
  return parts.join(" · ");
}

/** Text that did not change is not written again: a live region would say it twice. */
function write(where: HTMLElement, text: string): void {
  if (where.textContent !== text) where.textContent = text;
}
