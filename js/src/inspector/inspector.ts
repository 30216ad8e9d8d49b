// One exchange seen from the inside, as it happens or from a saved notebook. It makes no request and writes no HTML:
// every string from the network becomes a text node. Bytes and times are the truth, all else is computed from them.
import { panelOf } from "./detail/panel";
import { listenToKeys } from "./keys";
import { Look, type Place } from "./look";
import type { Har } from "./model";
import { answerSoFar, bar } from "./page/bar";
import { facts } from "./page/facts";
import { kinds } from "./page/kinds";
import { list } from "./page/list";
import { h, say } from "./page/nodes";
import { Painter } from "./page/painter";
import { timeline } from "./page/timeline";
import { top } from "./page/top";
import { ENDS, plural } from "./page/words";
import { Stream } from "./stream/stream";

/** What is inspected: a log, and the streams of its entries. */
export interface Source {
  readonly har: Har;
  stream(index: number): Promise<Stream>;
}

const TIMELINE_MS = 200; // a live timeline is drawn five times a second,
const PANEL_MS = 160; // what an event holds six times

export class Inspector {
  private readonly look: Look;
  private readonly painter: Painter;
  private readonly life = new AbortController();
  private readonly says = h("div.says", { role: "status" });
  private asked = -1;

  constructor(
    private readonly root: HTMLElement,
    private readonly source: Source,
    first: Stream,
    live: boolean,
  ) {
    this.painter = new Painter((part) => this.pauseOf(part));
    this.look = new Look(first, live, this.painter.touch);
    this.build();
  }

  /** Shows the attempt of that place. */
  async open(index: number, place?: Place): Promise<void> {
    this.asked = index;
    const stream = await this.source.stream(index);
    if (this.asked !== index || this.life.signal.aborted) return;
    await this.look.open(stream);
    if (place) await this.look.takeUp(place);
  }

  /** The place of the attempt on show. */
  get attempt(): number {
    return this.source.har.log.entries.indexOf(this.look.stream.entry);
  }

  /** The stream on show got more blocks from this one on, or it ended. */
  grew(stream: Stream, from: number): void {
    if (stream !== this.look.stream) {
      this.painter.touch("top");
      return;
    }
    this.look.grew(from);
    if (!stream.done) return;
    this.painter.touch("answer", "head", "panel");
    say(this.says, `${ENDS[stream.entry._pplx.end] ?? ""}: ${plural(stream.events, "event")}`);
  }

  get following(): boolean {
    return this.look.follow;
  }

  /** Where the reader was; undefined for who only watched. */
  get place(): Place | undefined {
    return this.look.follow ? undefined : this.look;
  }

  close(): void {
    this.life.abort();
    this.look.rest();
    this.painter.stop();
    this.root.replaceChildren();
  }

  private pauseOf(part: string): number {
    const { stream, follow, playing } = this.look;
    if (part === "panel") return follow || playing ? PANEL_MS : 0;
    if (stream.done) return 0;
    return part === "top" || part === "time" || part === "kinds" || (part === "head" && follow) ? TIMELINE_MS : 0;
  }

  private build(): void {
    const { look, root, painter } = this;
    const entries = () => this.source.har.log.entries;
    const first = top(look, { entries, open: (i) => void this.open(i), copy: () => void this.copy(), save: () => void this.save() });
    const [figures, time, controls, answer, filters, events, detail] = [facts(look), timeline(look), bar(look), answerSoFar(look), kinds(look), list(look), panelOf(look)];
    const left = h("div.left", filters.node, ...events.nodes);
    const right = h("div.right", detail.tabs, detail.panel);
    const split = h("div.split", left, right);
    root.classList.add("pplx-inspector");
    root.setAttribute("data-lm-suppress-shortcuts", "true");
    root.replaceChildren(...first.nodes, figures.node, time.slider, controls.node, answer.node, split, this.says);
    const drawTop = () => {
      first.draw();
      figures.draw();
      root.classList.toggle("no-stream", !look.stream.isStream && look.stream.done);
    };
    painter.start({ top: drawTop, time: time.draw, head: time.drawHead, rows: events.draw, answer: answer.draw, bar: controls.draw, kinds: filters.draw, panel: detail.draw });
    const { signal } = this.life;
    const again = () => painter.touch("time", "rows");
    for (const Observer of [ResizeObserver, IntersectionObserver]) { // JupyterLab takes cells out of view off the page
      const observer = new Observer(again);
      observer.observe(root);
      signal.addEventListener("abort", () => observer.disconnect());
    }
    const places = { root, slider: time.slider, list: events.node, tabs: detail.tabs, panel: detail.panel, answer: answer.text, filter: filters.filter };
    listenToKeys(look, places, () => painter.now("panel"), signal);
  }

  private async copy(): Promise<void> {
    const { copied } = await import("./more");
    say(this.says, "");
    say(this.says, await copied(this.look.stream.entry));
  }

  private async save(): Promise<void> {
    const { saveFile } = await import("./more");
    const { har } = this.source;
    saveFile(har, await Promise.all(har.log.entries.map((_, i) => this.source.stream(i))));
  }
}
