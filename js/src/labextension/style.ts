// The style sheets travel inside the one file of this extension and are put on the page once.
import answer from "../answer/answer.css";
import { element } from "../element";
import card from "../style/card.css";
import colours from "../style/colours.css";
import text from "../style/text.css";

const ID = "pplx-notebook-style";

export function addStyle(): void {
  if (!document.getElementById(ID)) document.head.append(element("style", { id: ID }, colours + card + text + answer));
}
