// Numbers as a reader reads them.
export const count = (n: number): string => n.toLocaleString("en");

export const plural = (n: number, what: string): string => `${count(n)} ${what}${n === 1 ? "" : "s"}`;

export function size(n: number): string {
  if (n < 1e3) return `${n} B`;
  return n < 1e6 ? `${(n / 1e3).toFixed(n < 1e4 ? 1 : 0)} kB` : `${(n / 1e6).toFixed(2)} MB`;
}

export function span(us: number): string {
  if (us < 1e4) return `${(us / 1e3).toFixed(1)} ms`;
  if (us < 1e6) return `${Math.round(us / 1e3)} ms`;
  return `${(us / 1e6).toFixed(us < 1e7 ? 2 : 1)} s`;
}

export const clock = (us: number): string => `${(us / 1e6).toFixed(3)} s`;

/** `_pplx.end` in a word or two. */
export const ENDS: Readonly<Record<string, string>> = {
  done: "complete",
  cut: "cut off",
  refused: "refused",
  stopped: "stopped",
  timeout: "timed out",
  too_large: "too large",
  eof: "ended without a last word",
};
