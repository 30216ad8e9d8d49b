// Related questions: a click puts a ready cell on the clipboard, never more. The question is never the cell's
// first line and holds no character that IPython acts on at the start of a line, should the first get lost.
import { oneLine } from "../shared/clean";
import { oneStop } from "../shared/controls/one-stop";
import { element } from "../shared/element";
import { copy, type Say } from "./clipboard";

/** The cell that asks this question. */
export function cellOf(question: string): string {
  const line = oneLine(question, 2_000).replace(/^[%!?/,;]/, "\\$&");
  const magic = line.includes("{{") ? "%%pplx --verbatim" : "%%pplx"; // {{name}} would be filled from the notebook
  return `${magic}\n${line}\n`;
}

export function relatedList(questions: string[], say: Say): HTMLElement {
  const list = element("ul", { class: "pplx-related" }, ...questions.map((question) => element("li", {}, related(question, say))));
  oneStop(list, () => [...list.querySelectorAll("button")]);
  return list;
}

function related(question: string, say: Say): HTMLElement {
  const state = element("span", { class: "pplx-told", "aria-hidden": "true" });
  const attributes = { type: "button", class: "pplx-question", title: "Copy as a %%pplx cell" };
  const button = element("button", attributes, element("bdi", {}, oneLine(question)), state);
  const press = async () => {
    const done = await copy(cellOf(question));
    state.textContent = done ? "cell copied" : "not copied";
    say(done ? "Cell copied: paste it into a new cell." : "The browser did not let this page copy.");
    setTimeout(() => (state.textContent = ""), 2_000);
  };
  button.addEventListener("click", () => void press());
  return button;
}
