// The filter: words, gap>500, size>2000, and one kind.
import type { Look } from "../look";
import { KINDS, type Kind } from "../stream/block";
import { button, h } from "./nodes";
import { count } from "./words";

export function kinds(look: Look): { node: HTMLElement; filter: HTMLInputElement; draw: () => void } {
  const filter = h("input", {
    type: "search",
    placeholder: "Filter: words, gap>500, size>2000",
    "aria-label": "Filter events",
    input: () => void look.filter(filter.value, look.kind),
  }) as HTMLInputElement;
  const buttons = h("div.kinds", { role: "group", "aria-label": "Kinds of events" });
  const all = ["", ...Object.keys(KINDS)] as (Kind | "")[];
  const made = all.map((kind) => {
    const label = h("span");
    const one = button("", () => void look.filter(look.query, kind));
    one.append(...(kind ? [h(`i.dot.${kind}`)] : []), label);
    buttons.append(one);
    return { kind, one, label };
  });
  function draw(): void {
    const { blocks } = look.stream;
    if (document.activeElement !== filter) filter.value = look.query;
    const counts = new Map<string, number>([["", blocks.length]]);
    for (const { kind } of blocks) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const { kind, one, label } of made) {
      one.hidden = !counts.get(kind) && kind !== "";
      one.setAttribute("aria-pressed", String(look.kind === kind));
      label.textContent = `${kind ? KINDS[kind] : "all"} ${count(counts.get(kind) ?? 0)}`;
    }
  }
  return { node: h("div.tools", filter, buttons), filter, draw };
}
