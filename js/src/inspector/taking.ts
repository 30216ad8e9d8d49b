// Taking it along: a file, or the request as a command for a shell.
import type { Har } from "./model";
import { h } from "./page/nodes";

const FREE_MS = 10_000; // the browser has begun to write the file by then

export function saveFile(har: Har, name: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(har)], { type: "application/json" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), FREE_MS);
}

/** What to tell the reader. */
export async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied. The key is $PPLX_API_KEY.";
  } catch {
    return "This page may not copy: its address is not https.";
  }
}
