// Style sheets travel inside the scripts that need them and are put on the page once, not once per answer.
import { element } from "./element";

export function addStyle(id: string, ...sheets: string[]): void {
  if (!document.getElementById(id)) document.head.append(element("style", { id }, sheets.join("")));
}
