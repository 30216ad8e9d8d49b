// The style sheet travels inside the one file of this extension and is put on the page once.
import sheet from "../answer/answer.css";
import { element } from "../element";

const ID = "pplx-notebook-style";

export function addStyle(): void {
  if (!document.getElementById(ID)) document.head.append(element("style", { id: ID }, sheet));
}
