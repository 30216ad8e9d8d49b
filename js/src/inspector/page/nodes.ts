// Nodes are made here, of text and checked names only: no markup is parsed and no address is set.
const SVG = "http://www.w3.org/2000/svg";
const DRAWN = /^(svg|path|rect|text)$/;

type Props = Record<string, string | number | boolean | ((event: Event) => void)>;
export type Child = Node | string;

/** A new node: "div.one.two" has two classes. What is neither node nor text are its attributes: a function is a
 * listener, true and false are attributes that are there or not. */
export function h(tag: string, ...of: (Props | Child)[]): HTMLElement {
  const [name = "div", ...classes] = tag.split(".");
  const node = (DRAWN.test(name) ? document.createElementNS(SVG, name) : document.createElement(name)) as HTMLElement;
  if (classes.length) node.setAttribute("class", classes.join(" "));
  for (const one of of) {
    if (typeof one === "string" || one instanceof Node) node.append(one);
    else set(node, one);
  }
  return node;
}

function set(node: HTMLElement, props: Props): void {
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (typeof value === "boolean") node.toggleAttribute(key, value);
    else node.setAttribute(key, String(value));
  }
}

export const button = (label: string, click: () => void, props: Props = {}): HTMLElement => h("button", { type: "button", click, ...props }, label);

export const note = (text: string): HTMLElement => h("span.note", text);

/** Sets text only where it changes: a live region says it anew, and a selection survives. */
export function say(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
