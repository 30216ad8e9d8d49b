// Markup of a saved output may have been written by anybody. It is never put on the page: this walk copies
// from it, into fresh nodes, the elements, attributes and classes that pplx_notebook/views/faces/html_blocks.py writes.
// Everything else is left behind: of an unknown element its content stays, unless that is code or data.
import { clean } from "../shared/clean";
import { safeUrl } from "../shared/links";

const ELEMENTS = new Set(
  ("p br hr h1 h2 h3 h4 h5 h6 strong em s del code pre blockquote ul ol li table thead tbody tr th td a span div " +
    "sup sub bdi details summary").split(" "),
);
const DROPPED = new Set("script style template noscript iframe object embed title textarea select option".split(" "));
// Pygments' names are one letter and at most one more; mathjax_* say what the page's typesetter may touch
const CLASS = /^(?:pplx-[a-z-]+|[a-z][a-z0-9]?|highlight|jp-RenderedHTMLCommon|jp-toc-ignore|mathjax_(?:ignore|process)|tex2jax_(?:ignore|process))$/;

const ATTRIBUTES = new Map<string, (value: string) => string>([
  ["class", (value) => value.split(/\s+/).filter((name) => CLASS.test(name)).join(" ")],
  ["title", clean],
  ["dir", (value) => (/^(?:auto|ltr)$/.test(value) ? value : "")],
  ["align", (value) => (/^(?:left|right|center)$/.test(value) ? value : "")],
  ["start", (value) => (/^\d{1,9}$/.test(value) ? value : "")],
  ["colspan", (value) => (/^[1-9]\d?$/.test(value) ? value : "")],
]);

/** Fresh copies of the allowed part of these nodes. */
export function allowed(nodes: Iterable<Node>): DocumentFragment {
  const made = document.createDocumentFragment();
  copy(nodes, made);
  return made;
}

function copy(nodes: Iterable<Node>, into: Node): void {
  for (const node of nodes) {
    if (node instanceof Text) into.appendChild(document.createTextNode(clean(node.data)));
    // not SVG, not MathML; and no form, whose fields can pose as its properties (<input name="childNodes">)
    else if (node instanceof HTMLElement && !(node instanceof HTMLFormElement)) copyElement(node, into);
  }
}

function copyElement(from: HTMLElement, into: Node): void {
  if (DROPPED.has(from.localName)) return;
  if (!ELEMENTS.has(from.localName)) {
    copy(from.childNodes, into);
    return;
  }
  const to = document.createElement(from.localName);
  for (const { name, value } of from.attributes) {
    const checked = ATTRIBUTES.get(name)?.(value);
    if (checked) to.setAttribute(name, checked);
  }
  if (to instanceof HTMLAnchorElement) pointTo(to, from.getAttribute("href") ?? "");
  copy(from.childNodes, to);
  into.appendChild(to);
}

/** A link opens elsewhere and tells the other side nothing; a refused address leaves plain text. */
export function pointTo(link: HTMLAnchorElement, url: string): void {
  const safe = safeUrl(url);
  if (!safe) return;
  link.href = safe;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  link.referrerPolicy = "no-referrer";
}
