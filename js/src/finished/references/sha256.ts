// SHA-256 (FIPS 180-4) of a short text, at once: the browser's own is asynchronous, and absent on plain http, where a Jupyter
// server often is; a library for it is ten times as long. The keys of tests/cases/shared/pages.json hold it against Python's.

const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
};
/** The first 32 bits behind the point. */
const fraction = (n: number) => ((n - Math.floor(n)) * 2 ** 32) | 0;
const ROUNDS = primes(64).map((prime) => fraction(Math.cbrt(prime)));
const START = primes(8).map((prime) => fraction(Math.sqrt(prime)));
const turn = (n: number, by: number) => (n >>> by) | (n << (32 - by));

/** The digest in hexadecimal digits. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6 << 6) + 64));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 4, bytes.length * 8);
  let state = START;
  for (let at = 0; at < padded.byteLength; at += 64) {
    const words = Array.from({ length: 16 }, (_, n) => padded.getInt32(at + 4 * n));
    const next = ROUNDS.reduce((now, round, n) => mixed(now, round, wordAt(words, n)), state);
    state = state.map((n, place) => (n + (next[place] ?? 0)) | 0);
  }
  return state.map((n) => (n >>> 0).toString(16).padStart(8, "0")).join("");
}

function wordAt(words: number[], n: number): number {
  const [far = 0, near = 0, seven = 0] = [words[n - 15], words[n - 2], words[n - 7]];
  return (words[n] ??=
    ((words[n - 16] ?? 0) + (turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)) + seven + (turn(near, 17) ^ turn(near, 19) ^ (near >>> 10))) | 0);
}

function mixed([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0]: number[], round: number, word: number): number[] {
  const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + round + word;
  const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
  return [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
}
