// One button for everything that can be copied of an answer: one stop of the Tab key, a menu that the arrows go through.
import { element } from "../../shared/element";
import { enter, oneStop } from "../../shared/controls/one-stop";
import { copy, type Say } from "../clipboard";

/** A line of the menu: what it copies from, "" for the answer itself, and its choices. */
export interface Line {
  name: string;
  choices: { label: string; said: string; text: () => Promise<string> }[];
}

const TOLD_MS = 1_500;
const GAP_PX = 4;
const EDGE_PX = 6;

/** The button and, behind it, the menu; nothing where there is nothing to copy. `prepare` is called when it opens: what is
 * pressed must be there soon, as a page may write to the clipboard only at a press. */
export function copyMenu(lines: Line[], prepare: () => Promise<unknown>, say: Say): HTMLElement[] {
  if (!lines.length) return [];
  const label = element("span", {}, "Copy");
  const button = element("button", { type: "button", class: "pplx-button pplx-copy", "aria-haspopup": "menu", "aria-expanded": "false" }, label);
  const box = element("div", { class: "pplx-menu", role: "menu", "aria-label": "Copy", popover: "auto" });
  const press = async (text: Promise<string>, said: string) => {
    box.hidePopover();
    button.focus({ preventScroll: true });
    const written = await text.catch(() => null);
    const done = written !== null && (await copy(written));
    label.textContent = done ? "Copied" : "Not copied";
    say(done ? said : written === null ? "The server did not give the script that writes this format." : "The browser did not let this page copy.");
    setTimeout(() => (label.textContent = "Copy"), TOLD_MS);
  };
  box.append(...lines.map((line) => group(line, (text, said) => void press(text, said))));
  const items = () => [...box.querySelectorAll<HTMLElement>("button")];
  oneStop(box, items);
  button.addEventListener("click", () => box.togglePopover());
  box.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    prepare().catch(() => {}); // said when something is pressed
    place(box, button.getBoundingClientRect());
    enter(items(), items()[0]);
    items()[0]?.focus({ preventScroll: true });
  });
  box.addEventListener("keydown", (event) => event.key === "Tab" && box.hidePopover());
  return [button, box];
}

function group({ name, choices }: Line, press: (text: Promise<string>, said: string) => void): HTMLElement {
  const items = choices.map(({ label, said, text }) => {
    const item = element("button", { type: "button", role: "menuitem" }, label);
    item.addEventListener("click", () => press(text(), said));
    return item;
  });
  if (!name) return element("div", { role: "group", "aria-label": "Answer" }, ...items);
  return element("div", { role: "group", "aria-label": name }, element("span", { "aria-hidden": "true" }, name), ...items);
}

/** Above the button where there is room, else below. */
function place(box: HTMLElement, at: DOMRect): void {
  const above = at.top - box.offsetHeight - GAP_PX;
  box.style.left = `${Math.max(EDGE_PX, at.right - box.offsetWidth)}px`;
  box.style.top = `${above > 0 ? above : at.bottom + GAP_PX}px`;
}
