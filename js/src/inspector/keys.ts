// Keys, by where the focus is. JupyterLab must not hear them: "d d" in here would delete the cell.
import { TABS } from "./detail/panel";
import type { Look, Tab } from "./look";
import { toggle } from "./page/bar";

export interface Places {
  root: HTMLElement;
  slider: HTMLElement;
  list: HTMLElement;
  tabs: HTMLElement;
  panel: HTMLElement;
  answer: HTMLElement;
  filter: HTMLInputElement;
}
type Acts = Record<string, (step: number) => void>;

const PAGE = 12; // rows
const STRIDE = 10; // events, with Shift

export function listenToKeys(look: Look, places: Places, drawTabs: () => void, signal: AbortSignal): void {
  const { root, slider, list, tabs, panel, answer, filter } = places;
  const go = (by: number) => () => {
    const { shown, position } = look;
    const i = shown[Math.max(0, Math.min(shown.length - 1, position + by))];
    if (i !== undefined) look.select(i);
  };
  const turn = (by: number) => () => {
    const names = Object.keys(TABS) as Tab[];
    look.show(names[(names.indexOf(look.tab) + by + names.length) % names.length] ?? "event");
    drawTabs();
    tabs.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  };
  const onSlider: Acts = {
    ArrowLeft: (step) => look.select(look.cursor - step),
    ArrowRight: (step) => look.select(look.cursor + step),
    PageUp: () => look.scrub(look.time - look.stream.end / 10),
    PageDown: () => look.scrub(look.time + look.stream.end / 10),
    Home: () => look.scrub(0),
    End: () => look.scrub(look.stream.end),
  };
  const onList: Acts = { ArrowUp: go(-1), ArrowDown: go(1), PageUp: go(-PAGE), PageDown: go(PAGE), Home: go(-Infinity), End: go(Infinity), Enter: () => panel.focus() };
  const onTabs: Acts = { ArrowLeft: turn(-1), ArrowRight: turn(1) };

  function actOf(target: Node, key: string): Acts[string] | undefined {
    const typing = target === filter;
    if (key === "/" && !typing) return () => filter.focus();
    if (key === " " && [slider, list, panel, answer].includes(target as HTMLElement)) return () => void toggle(look);
    if (key === "Escape") return () => back(target as HTMLElement);
    const acts = target === slider ? onSlider : target === list ? onList : tabs.contains(target) ? onTabs : {};
    return acts[key];
  }

  function back(target: HTMLElement): void {
    if (target === filter && filter.value) {
      filter.value = "";
      void look.filter("", look.kind);
    } else if (target === list || target === slider) target.blur();
    else list.focus();
  }

  root.addEventListener(
    "keydown",
    (event) => {
      const { target, key, shiftKey } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Node)) return;
      const act = actOf(target, key);
      event.stopPropagation();
      if (!act) return;
      event.preventDefault();
      act(shiftKey ? STRIDE : 1);
    },
    { signal },
  );
}
