// The numbers of a stream, each defined once: all computed from bytes and times.
import type { Stream } from "./stream";

const SILENCE_US = 400e3; // a gap worth marking, if it is also six times the median one
const TIMES = 6;
const TOKEN_CHARACTERS = 4; // of English, as long as the server has not counted

export const isLong = (gap: number): boolean => gap > SILENCE_US;

export interface Silence {
  t: number;
  us: number;
}

/** The longest time between two reads, or between the last one and the end. */
export function longestSilence(stream: Stream): number {
  return gapsOf(stream).reduce((most, { us }) => Math.max(most, us), 0);
}

/** Silences worth marking. */
export function silences(stream: Stream): Silence[] {
  const gaps = gapsOf(stream);
  const sorted = gaps.map(({ us }) => us).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  const last = stream.done ? gaps.length - 1 : -1; // nothing can be usual about the wait for the end
  return gaps.filter(({ us }, i) => us > SILENCE_US && (us > median * TIMES || i === last));
}

function gapsOf({ reads, done, end }: Stream): Silence[] {
  const times = [...reads.map(({ t }) => t), ...(done && reads.length ? [end] : [])];
  return times.slice(1).map((t, i) => ({ t: times[i] ?? 0, us: t - (times[i] ?? 0) }));
}

export interface Rate {
  counted: boolean; // by the server
  mean: number; // tokens a second, from first to last text or thinking; 0: not known
  bins: Float64Array; // tokens a second in equal parts of `total`
}

export function tokenRate(stream: Stream, parts = 0, total = 1): Rate {
  const characters = stream.text.length + stream.thinking.length;
  const counted = stream.tokens > 0 && stream.done;
  const each = counted && characters ? stream.tokens / characters : 1 / TOKEN_CHARACTERS;
  const spoken = stream.blocks.filter(({ text }) => text);
  const [first, last] = [spoken[0]?.t ?? 0, spoken.at(-1)?.t ?? 0];
  const bins = new Float64Array(parts);
  if (parts) {
    for (const { t, text } of spoken) {
      const bin = Math.min(parts - 1, Math.floor((t / total) * parts));
      bins[bin] = (bins[bin] ?? 0) + (text.length * each * parts * 1e6) / total;
    }
  }
  return { counted, mean: last > first ? (characters * each * 1e6) / (last - first) : 0, bins };
}

export const wireBytes = ({ reads }: Stream): number => reads.reduce((sum, { wire }) => sum + wire, 0);
