// The last line while an answer is written: Stop, a word for the state, elapsed seconds from 1 s on, words so far, what
// else is to say. Stop comes first, so that it stands still while the rest changes; it is the answer's first element and
// drawn last, so that it is the first stop of a walk by keys. A separate live region says the state's
// changes only, so that a screen reader is not read every token.
import { element } from "../shared/element";
import { PHASES } from "./model";
import type { AnswerStore } from "./store";

const COUNTDOWN = /^(in .+?): (.*)$/; // of a retry, told beside what it waits for and spoken once, not every second
const ENGINE = /^(\w+) engine: (.+)$/;
const LOST = "the kernel has ended; run the cell again to get the whole answer";

export class StatusLine {
  readonly root: HTMLElement;
  private readonly state = element("span", { class: "pplx-state" });
  private readonly facts = element("span", { class: "pplx-facts" });
  private readonly note = element("span", { class: "pplx-note" });
  private readonly spoken = element("span", { class: "pplx-spoken", role: "status", "aria-live": "polite" });
  private readonly badge = element("span", { class: "pplx-badge" });
  private readonly button = element("button", { class: "pplx-button pplx-stop", type: "button" });
  private told: string[] = [];
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
    this.root = element("div", { class: "pplx-status", tabindex: "-1" }, this.button, dot, this.state, this.facts, this.badge, this.note, this.spoken);
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
    const [, countdown, reason = note] = (phase === "retrying" && COUNTDOWN.exec(note)) || [];
    this.root.dataset.phase = phase;
    write(this.state, word);
    write(this.facts, countdown ?? facts(store));
    write(this.note, reason);
    write(this.spoken, reason ? `${word}: ${reason}` : word);
    this.drawNotices();
    if (!store.running || phase === "stopping") this.retire();
    else this.button.disabled = false;
    this.button.hidden = !store.running;
  }

  /** Once each: a badge where no model answers, a line for what else there is to know. */
  private drawNotices(): void {
    const notices = this.store.get("notices");
    this.badge.hidden = !this.badge.textContent;
    if (notices === this.told) return;
    this.told = notices;
    const { badge, instead, lines } = parted(notices);
    write(this.badge, badge);
    this.badge.title = instead;
    this.badge.hidden = !badge;
    for (const old of this.root.querySelectorAll(".pplx-notice")) old.remove();
    this.root.append(...lines.map((line) => element("p", { class: "pplx-notice" }, line)));
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

/** "demo engine: offline library, no model" is a badge; the rule is document/endings.py's. */
function parted(notices: string[]): { badge: string; instead: string; lines: string[] } {
  const engine = notices.map((notice) => ENGINE.exec(notice)).find(Boolean);
  const [whole, name = "", instead = ""] = engine ?? [];
  const badge = name.charAt(0).toUpperCase() + name.slice(1);
  return { badge, instead, lines: notices.filter((notice) => notice !== whole) };
}

/** Text that did not change is not written again: a live region would say it twice. */
function write(where: HTMLElement, text: string): void {
  if (where.textContent !== text) where.textContent = text;
}
