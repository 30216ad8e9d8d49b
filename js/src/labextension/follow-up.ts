// The last line of an answer that was asked in a cell: "follow-up to [6]" leads to that answer, "Follow up" puts a cell below
// that goes on from this one. Nothing is asked: the reader writes the question and runs it. What stands there was saved by
// anybody, so that only a line of the two known forms becomes a cell.
import { MIME } from "../finished/saved";
import { element } from "../shared/element";
import type { Cell, MimeBundle, Notebook, Widget } from "./jupyterlab";
import { notebookAround } from "./notebook-around";

const LINE = /^%%pplx --(?:continue=\d{1,9}|thread (?:[^\s"-][^\s"]{0,59}|"[^\s"-][^"\n]{0,59}"))$/;

/** Makes both ends of the conversation controls, where there is a notebook around. */
export function offerFollowUp(output: Widget, answer: HTMLElement, data: MimeBundle): void {
  const before = answer.querySelector<HTMLElement>(":scope > .pplx-foot > .pplx-follow");
  const next = answer.querySelector<HTMLElement>(":scope > .pplx-foot > .pplx-next");
  const line = next?.querySelector("code")?.textContent ?? "";
  const notebook = notebookAround(output);
  if (!notebook) return;
  if (next && LINE.test(line)) next.replaceChildren(followUp(output, line));
  const { continues } = askedIn(data);
  if (before && continues) before.replaceChildren(leadingBack(output, before.textContent, continues));
}

function followUp(output: Widget, line: string): HTMLElement {
  const button = element("button", { type: "button", class: "pplx-button", title: `Puts a cell below: ${line}` }, "Follow up");
  button.addEventListener("click", () => {
    const notebook = notebookAround(output);
    if (notebook) void openBelow(notebook, placeOf(notebook, output), line);
  });
  return button;
}

/** A new cell below the one at this place, ready to be written in. */
async function openBelow(notebook: Notebook, place: number, line: string): Promise<void> {
  notebook.model.sharedModel.insertCell(place + 1, { cell_type: "code", source: `${line}\n`, metadata: { trusted: true } });
  notebook.activeCellIndex = place + 1;
  notebook.mode = "edit";
  const cell = notebook.widgets[place + 1];
  await cell?.ready;
  cell?.editor?.setCursorPosition({ line: 1, column: 0 });
  cell?.editor?.focus();
}

function leadingBack(output: Widget, said: string, at: string): HTMLElement {
  const button = element("button", { type: "button", class: "pplx-back", title: "Go to the answer it goes on from" }, said);
  button.addEventListener("click", () => {
    const notebook = notebookAround(output);
    const place = notebook?.widgets.findIndex((cell) => answersOf(cell).some((data) => askedIn(data).at === at)) ?? -1;
    if (notebook && place >= 0) void goTo(notebook, place);
    else button.title = "That answer is not in this notebook";
  });
  return button;
}

async function goTo(notebook: Notebook, place: number): Promise<void> {
  notebook.activeCellIndex = place;
  await notebook.scrollToItem?.(place);
  notebook.widgets[place]?.node.scrollIntoView({ block: "nearest" });
}

const placeOf = (notebook: Notebook, output: Widget) => notebook.widgets.findIndex((cell) => cell.node.contains(output.node));

/** The bundles of the answers a cell shows. */
function answersOf(cell: Cell): MimeBundle[] {
  const outputs = cell.model.outputs?.toJSON() ?? [];
  return outputs.map(({ data }) => data ?? {}).filter((data) => MIME in data);
}

/** When an answer was asked, and when the one it goes on from was; "" where anybody's file says something else. */
function askedIn(data: MimeBundle): { at: string; continues: string } {
  const { at, continues } = fields(fields(fields(data[MIME]).answer).asked);
  return { at: typeof at === "string" ? at : "", continues: typeof continues === "string" ? continues : "" };
}

const fields = (value: unknown) => (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
