// The clipboard: the browser's own interface where the page has it (https, localhost), else the older way.
import { element } from "../shared/element";

/** True if the text is on the clipboard now. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = element("textarea", { class: "pplx-spoken", "aria-hidden": "true", readonly: "" });
  const focused = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- a page on plain http has no other way
  const done = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

export type Say = (text: string) => void;

const TOLD_MS = 1_600;

/** A button that copies what `text` gives and says so, in its own label and aloud. */
export function copyButton(label: string, text: () => string, said: string, say: Say): HTMLButtonElement {
  const button = element("button", { type: "button", class: "pplx-button" }, label);
  const press = async () => {
    const done = await copy(text());
    button.textContent = done ? "Copied" : "Not copied";
    say(done ? said : "The browser did not let this page copy.");
    setTimeout(() => (button.textContent = label), TOLD_MS);
  };
  button.addEventListener("click", () => void press());
  return button;
}

/** Gives each block of code in the text a button that copies it. */
export function offerCode(root: HTMLElement, say: Say): void {
  const blocks = [...root.querySelectorAll<HTMLElement>(".pplx-text .pplx-code")];
  blocks.forEach((block, index) => {
    const code = block.textContent.replace(/\n$/, ""); // a shell runs what is pasted with its last line's end
    const button = copyButton("Copy", () => code, "Copied the code.", say);
    button.setAttribute("aria-label", blocks.length > 1 ? `Copy code block ${index + 1}` : "Copy code");
    block.append(button);
  });
}
