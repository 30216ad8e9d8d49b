// The tabs on the right and what the chosen one shows.
import type { Look, Tab } from "../look";
import { button, h } from "../page/nodes";
import { eventPanel } from "./event";
import { requestPanel, responsePanel } from "./head";
import { termsPanel } from "./terms";

export const TABS: Readonly<Record<Tab, string>> = { event: "Event", request: "Request", response: "Response", learn: "What is this?" };

export interface Panel {
  tabs: HTMLElement;
  panel: HTMLElement;
  draw: () => void;
}

export function panelOf(look: Look): Panel {
  const tabs = h("div.tabs", { role: "tablist", "aria-label": "What is shown" });
  const made = (Object.keys(TABS) as Tab[]).map((name) => {
    const tab = button(TABS[name], () => look.show(name), { role: "tab" });
    tabs.append(tab);
    return { name, tab };
  });
  const panel = h("div.panel", { role: "tabpanel", tabindex: 0 });
  let before = "";
  function draw(): void {
    for (const { name, tab } of made) {
      tab.setAttribute("aria-selected", String(name === look.tab));
      tab.tabIndex = name === look.tab ? 0 : -1;
    }
    panel.setAttribute("aria-label", TABS[look.tab]);
    panel.replaceChildren(...shown(look));
    const now = `${look.tab} ${look.cursor}`;
    if (now !== before) panel.scrollTop = 0;
    before = now;
  }
  return { tabs, panel, draw };
}

function shown(look: Look): HTMLElement[] {
  const { stream, tab } = look;
  if (tab === "event") return eventPanel(look);
  if (tab === "learn") return termsPanel(stream);
  return tab === "request" ? requestPanel(stream.entry) : responsePanel(stream);
}
