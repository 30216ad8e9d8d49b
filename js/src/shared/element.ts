// Elements are built here, from text and checked attributes only: no markup is parsed in this file.
import { safeUrl } from "./links";

type Attributes = Record<string, string>;

/** A new element with attributes, holding nodes or plain text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** A link to a page of the web, or its text alone where the address is refused. */
export function link(url: string, attributes: Attributes, ...content: (Node | string)[]): HTMLElement {
  const href = safeUrl(url);
  if (!href) return element("span", attributes, ...content);
  const safety = { href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" };
  return element("a", { ...attributes, ...safety }, ...content);
}
