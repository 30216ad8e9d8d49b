// Scripts beside the extension's own, fetched when they are first needed.

// the address of this script, known only while it is read
const here = (document.currentScript as HTMLScriptElement | null)?.src ?? "";

export const fetched = (name: string): Promise<unknown> => import(new URL(name, here).href);
