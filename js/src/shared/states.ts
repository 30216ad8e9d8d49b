// How an answer is or has ended, as a class of its box: colour and stroke of its spine (shared/style/frame.css). The finished
// output has the last three from views/faces/html.py.

const RUNNING = "pplx-running";
const ENDS: Readonly<Record<string, string>> = { stopped: "pplx-stopped", "cut off": "pplx-cut", failed: "pplx-failed", done: "" };
const ALL = [RUNNING, ...Object.values(ENDS).filter(Boolean)];

/** Makes the box of an answer show the state of this phase. */
export function showState(answer: HTMLElement, phase: string): void {
  const shown = ENDS[phase] ?? RUNNING;
  for (const name of ALL) answer.classList.toggle(name, name === shown);
}

/** Makes it show the state that the finished answer has. */
export function takeState(answer: HTMLElement, final: HTMLElement): void {
  for (const name of ALL) answer.classList.toggle(name, final.classList.contains(name));
}
