// In the browser alone (JupyterLite) what a reader saved stands in front of the site's own file, for good: a lesson that
// was written anew would never be seen. Before anything is opened, a copy of another edition goes aside under a name of
// its own, and the page says so. docs/lite/build.py puts into each lesson which edition it is, and its name into the page.
import type { Plugin } from "../cells/plugin";

/** The edition of a lesson, kept in a copy of it when that is saved: a digest of its cells. */
const EDITION = "pplx_lesson";

interface Lesson {
  metadata?: { [EDITION]?: string };
  cells?: { cell_type: string; source: string | string[]; outputs?: unknown[] }[];
}

/** @jupyterlab/services: the files, a reader's in front of the site's. */
interface Contents {
  get(path: string, options: { content: boolean }): Promise<{ content: Lesson | null; last_modified: string }>;
  rename(path: string, to: string): Promise<unknown>;
  delete(path: string): Promise<unknown>;
}

interface Application {
  readonly serviceManager: { readonly contents: Contents };
  readonly commands: { execute(command: string, options: object): Promise<unknown> };
}

/** @jupyterlab/apputils: a line that stays until it is closed. */
export interface Apputils {
  readonly Notification: {
    info(message: string, options: { autoClose: false; actions: { label: string; callback: () => void }[] }): void;
  };
}

/** `apputils` is asked for where there is something to say. */
export function lessonsPlugin(apputils: () => Promise<Apputils>): Plugin {
  return {
    id: "pplx-notebook:lessons",
    description: "Shows a changed lesson in JupyterLite, with the reader's copy beside it.",
    autoStart: true,
    optional: [],
    // JupyterLab opens nothing before this has ended
    activate: async (app) => {
      const { lessons, baseUrl } = settings();
      const { serviceManager, commands } = app as Application;
      const set = await Promise.all(lessons.map((name) => freshen(serviceManager.contents, baseUrl, name)));
      for (const aside of set.filter((name) => name !== undefined)) {
        const open = { label: "Open your copy", callback: () => void commands.execute("docmanager:open", { path: aside }) };
        const said = `This lesson has changed since you saved it. What you wrote is kept in “${aside}”.`;
        (await apputils()).Notification.info(said, { autoClose: false, actions: [open] });
      }
    },
  };
}

/** What the site says of itself; no lessons where this is no JupyterLite. */
function settings(): { lessons: string[]; baseUrl: string } {
  const said = document.getElementById("jupyter-config-data")?.textContent || "{}";
  const { pplxLessons = [], baseUrl = "./" } = JSON.parse(said) as { pplxLessons?: string[]; baseUrl?: string };
  return { lessons: pplxLessons, baseUrl };
}

/** The name under which a reader's copy of another edition was kept. Asking anew also renews what the browser keeps. */
async function freshen(contents: Contents, baseUrl: string, name: string): Promise<string | undefined> {
  try {
    const reply = await fetch(`${baseUrl}files/${encodeURIComponent(name)}`, { cache: "no-cache" });
    const site = (await reply.json()) as Lesson;
    const { content, last_modified: day } = await contents.get(name, { content: true });
    if (!content || content.metadata?.[EDITION] === site.metadata?.[EDITION]) return undefined;
    if (await isUntouched(content)) {
      await contents.delete(name);
      return undefined;
    }
    return await setAside(contents, name, day.slice(0, 10));
  } catch {
    return undefined; // the site is not to be reached: what the reader has stays in front
  }
}

async function setAside(contents: Contents, name: string, day: string): Promise<string> {
  for (let count = 1; ; count++) {
    const aside = name.replace(/\.ipynb$/, ` (your copy of ${day}${count > 1 ? `, ${count}` : ""}).ipynb`);
    const taken = await contents.get(aside, { content: false }).then(() => true, () => false);
    if (taken) continue;
    await contents.rename(name, aside);
    return aside;
  }
}

/** True if a copy is known to hold nothing but its lesson: it was saved because a kernel was started for it. */
async function isUntouched({ metadata, cells = [] }: Lesson): Promise<boolean> {
  if (!isSecureContext || cells.some(({ outputs }) => outputs?.length)) return false; // plain http has no digests
  const text = cells.map(({ cell_type: kind, source }) => `${kind}:${[source].flat().join("")}`).join("\0");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === metadata?.[EDITION];
}
