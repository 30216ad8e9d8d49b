// The tabs on the right and what the chosen one shows.
import type { Look, Tab } from "../look";
import { button, h } from "../page/nodes";
import { bytesHead, eventPanel } from "./event";

type More = typeof import("../more");

export const TABS: Readonly<Record<Tab, string>> = { event: "Event", request: "Request", response: "Response", learn: "What is this?" };

export interface Panel {
  tabs: HTMLElement;
  panel: HTMLElement;
  draw: () => void;
}

export function panelOf(look: Look): Panel {
  const tabs = h("div.tabs", { role: "tablist" });
  const made = (Object.keys(TABS) as Tab[]).map((name) => {
    const tab = button(TABS[name], () => look.show(name), { role: "tab" });
    tabs.append(tab);
    return { name, tab };
  });
  const panel = h("div.panel", { role: "tabpanel", tabindex: 0 });
  let before = "";
  let more: More | undefined;

  function draw(): void {
    for (const { name, tab } of made) {
      tab.setAttribute("aria-selected", String(name === look.tab));
      tab.tabIndex = name === look.tab ? 0 : -1;
    }
    panel.setAttribute("aria-label", TABS[look.tab]);
    if (look.tab === "event" && !(look.hex && look.block)) panel.replaceChildren(...eventPanel(look));
    else if (more) panel.replaceChildren(...further(look, more));
    else void load();
    const now = `${look.tab} ${look.cursor}`;
    if (now !== before) panel.scrollTop = 0;
    before = now;
  }

  async function load(): Promise<void> {
    try {
      more = await import("../more");
      look.touch("panel");
    } catch {
      panel.replaceChildren(h("p.hint", "Not loaded: the server did not answer."));
    }
  }
  return { tabs, panel, draw };
}

function further(look: Look, more: More): HTMLElement[] {
  const { stream, block, tab } = look;
  if (tab === "learn") return more.termsPanel(stream);
  if (tab === "request") return more.requestPanel(stream.entry);
  return tab === "response" || !block ? more.responsePanel(stream) : [...bytesHead(look, block), more.hexDump(stream, block)];
}
