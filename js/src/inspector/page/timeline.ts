// The timeline is the slider: phases, silences, tokens a second, one tick an event. The whole picture is drawn anew.
import type { Look } from "../look";
import type { Stream } from "../stream/stream";
import { axis, marks, phases, quiet, rates, ticks, type Scale } from "./timeline-parts";
import { h } from "./nodes";
import { clock } from "./words";

const AXES_S = [2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 86_400]; // a live one grows in steps

export interface Timeline {
  slider: HTMLElement;
  draw: () => void;
  drawHead: () => void;
}

export function timeline(look: Look): Timeline {
  const svg = h("svg", { "aria-hidden": "true" });
  const head = h("div.playhead");
  const slider = h("div.time", { role: "slider", tabindex: 0, "aria-label": "Moment of the stream", "aria-valuemin": 0 }, svg, head);
  const total = () => totalOf(look.stream);

  function draw(): void {
    const scale: Scale = { width: slider.clientWidth, total: total() };
    if (!scale.width) return; // out of view: drawn when it comes back
    svg.setAttribute("viewBox", `0 0 ${scale.width} 124`);
    const { stream } = look;
    const parts = [phases, quiet, ...(stream.isStream ? [rates, ticks] : []), marks, axis];
    svg.replaceChildren(...parts.flatMap((part) => part(stream, scale)));
    drawHead();
  }

  function drawHead(): void {
    const { stream, time, cursor } = look;
    head.style.transform = `translateX(${((time / total()) * slider.clientWidth).toFixed(1)}px)`;
    slider.setAttribute("aria-valuemax", String(Math.round(stream.end / 1e3)));
    slider.setAttribute("aria-valuenow", String(Math.round(time / 1e3)));
    slider.setAttribute("aria-valuetext", `${clock(time)}, ${cursor + 1} of ${stream.blocks.length}`);
  }

  const scrub = ({ clientX }: PointerEvent): void => {
    const box = slider.getBoundingClientRect();
    look.scrub(((clientX - box.left) / box.width) * total());
  };
  slider.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    slider.setPointerCapture(event.pointerId);
    scrub(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) scrub(event);
  });
  return { slider, draw, drawHead };
}

function totalOf({ done, end }: Stream): number {
  return done ? end || 1 : 1e6 * (AXES_S.find((s) => s * 1e6 > end * 1.1) ?? end / 5e5);
}
