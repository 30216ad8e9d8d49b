// Taking it along: a file, or the request as a command for a shell.
import type { Entry, Har } from "./model";
import { h } from "./page/nodes";
import { curlOf, wholeHar } from "./stream/har";
import type { Stream } from "./stream/stream";

const FREE_MS = 10_000; // the browser has begun to write the file by then

export function saveFile(har: Har, streams: readonly Stream[]): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(wholeHar(har, streams))], { type: "application/json" }));
  h("a", { href: url, download: "exchange.har" }).click();
  setTimeout(() => URL.revokeObjectURL(url), FREE_MS);
}

/** What to tell the reader. */
export async function copied(entry: Entry): Promise<string> {
  try {
    await navigator.clipboard.writeText(curlOf(entry));
    return "Copied. The key is $PPLX_API_KEY.";
  } catch {
    return "This page may not copy: its address is not https.";
  }
}
