// Plays a stream at its own pace or a multiple of it.
import type { Look } from "./look";

const CALM_MS = 250; // between two pictures for who wants less motion

export function play(look: Look): void {
  if (look.time >= look.stream.end) look.setTime(0);
  look.rest();
  look.playing = true;
  look.touch("bar");
  const pause = matchMedia("(prefers-reduced-motion: reduce)").matches ? CALM_MS : 0;
  let before = performance.now();
  const step = (at: number): void => {
    if (!look.playing) return;
    if (at - before >= pause) {
      look.setTime(look.time + Math.max(0, at - before) * 1e3 * look.speed);
      before = at;
    }
    if (look.time >= look.stream.end && look.stream.done) look.playing = false;
    else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
