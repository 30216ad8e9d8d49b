// The one place where markup becomes nodes. Only blocks written by our renderer (document/parser.py, raw HTML
// off, allow-listed tags) may come here; tests/test_front_end.py finds every other sink.

/** The nodes of one rendered block; nothing in a template runs or loads before it is drawn. */
export function nodesOf(block: string): ChildNode[] {
  const template = document.createElement("template");
  template.innerHTML = block;
  return [...template.content.childNodes].filter((node) => node.nodeType !== 3 || node.textContent?.trim());
}
