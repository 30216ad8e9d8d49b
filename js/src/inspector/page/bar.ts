// Play, speed, the moment, Follow; below it the answer as of that moment, with what the chosen event added marked.
import type { Look } from "../look";
import { button, h, say } from "./nodes";
import { clock, count } from "./words";

const SPEEDS = [0.25, 1, 4, 16];
const MOST = 20_000; // characters shown of a long answer: its end
const MOST_MOVING = 1_000; // while they change many times a second

export async function toggle(look: Look): Promise<void> {
  if (look.playing) look.rest();
  else (await import("../more")).play(look);
}

export function bar(look: Look): { node: HTMLElement; draw: () => void } {
  const play = button("", () => void toggle(look), { class: "play" });
  const speed = h("select", { "aria-label": "Speed", change: () => void (look.speed = Number((speed as HTMLSelectElement).value)) });
  speed.append(...SPEEDS.map((value) => h("option", { value, selected: value === 1 }, `${value < 1 ? "¼" : value}×`)));
  const now = h("span.now");
  const follow = button("Follow", () => look.setFollow(!look.follow), { class: "follow" });
  const node = h("div.bar", play, speed, now, h("span.grow"), follow);
  function draw(): void {
    const { stream, time, block } = look;
    say(play, look.playing ? "❚❚ Pause" : "▶ Play");
    follow.hidden = stream.done;
    follow.setAttribute("aria-pressed", String(look.follow));
    say(now, `${clock(time)} of ${clock(stream.end)}${stream.isStream ? ` · event ${count(block?.number ?? 0)} of ${count(stream.events)}` : ""}`);
  }
  return { node, draw };
}

export function answerSoFar(look: Look): { node: HTMLElement; text: HTMLElement; draw: () => void } {
  const caption = h("span.cap");
  const text = h("div.answer", { tabindex: 0, role: "group", "aria-label": "The answer at this moment" });
  const node = h("div.answerbox", caption, text);
  function draw(): void {
    const { stream, block } = look;
    const thinks = block !== undefined && !block.textEnd && block.thinkEnd > 0;
    const all = !block ? "" : thinks ? stream.thinking.slice(0, block.thinkEnd) : stream.text.slice(0, block.textEnd);
    const fresh = block && (thinks || block.kind === "text") ? block.text.length : 0;
    const most = look.playing || look.follow ? MOST_MOVING : MOST;
    const old = all.slice(Math.max(0, all.length - most), all.length - fresh);
    say(caption, thinks ? "the thinking so far" : "the answer so far");
    text.classList.toggle("thinking", thinks);
    const ended = stream.done && look.cursor === stream.blocks.length - 1;
    const shown = [old, ...(fresh ? [h("mark", all.slice(-fresh))] : []), ...(ended ? [] : [h("i.caret")])];
    const none = stream.isStream || !stream.done ? "No text yet at this moment." : "This attempt brought no stream.";
    text.replaceChildren(...(all ? shown : [h("span.hint", none)]));
    text.scrollTop = text.scrollHeight;
  }
  return { node, text, draw };
}
