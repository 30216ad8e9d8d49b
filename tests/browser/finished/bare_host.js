// A host for the built extension that shares a bare Widget and, unlike JupyterLab, sanitises nothing: what the
// extension lets through is seen. Leaves window.draw(bundle), window.faults() and window.alerts.
window.alerts = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (text) => void window.alerts.push(String(text));

class Widget {
  node = document.createElement("div");
  addClass(name) { this.node.classList.add(name); }
  dispose() { this.node.remove(); }
}

window.start = async () => {
  const container = window._JUPYTERLAB["pplx-notebook"];
  container.init({ "@lumino/widgets": { "2.0.0": { get: async () => () => ({ Widget }) } } });
  const extensions = (await container.get("./mimeExtension"))().default;
  window.extension = extensions.find((one) => one.rendererFactory.mimeTypes.includes("application/vnd.pplx.answer+json"));
};

/** All that goes wrong with these bundles; a crash is a fault like the others. */
window.faultsOfAll = async (bundles) => {
  const found = [];
  for (const bundle of bundles) {
    try {
      await window.draw(bundle);
      found.push(...window.faults());
    } catch (error) {
      found.push(`crash: ${error}`);
    }
  }
  return found.concat(window.alerts.splice(0).map((text) => `alert ${text}`));
};

/** Draws a bundle in place of what stood there; returns the visible text. */
window.draw = async (bundle) => {
  const sanitizer = { sanitize: (html) => html };
  const renderer = window.extension.rendererFactory.createRenderer({ sanitizer, latexTypesetter: null });
  document.querySelector("main").replaceChildren(renderer.node);
  await renderer.renderModel({ data: bundle });
  for (const details of document.querySelectorAll("main details")) details.open = true;
  return renderer.node.innerText;
};

const ELEMENTS = new Set(("main p br hr h1 h2 h3 h4 h5 h6 strong em s del code pre blockquote ul ol li table colgroup col thead tbody tr th td a " +
  "span div sup sub bdi details summary button input select option label").split(" "));
const ATTRIBUTES = new Set(("href target rel referrerpolicy class title colspan align start open role tabindex type placeholder " +
  "spellcheck scope popover id dir hidden data-lm-suppress-shortcuts data-hosts").split(" "));
const CLASS = /^(pplx-[a-z-]+|[a-z][a-z0-9]?|highlight|jp-RenderedHTMLCommon|jp-toc-ignore|(mathjax|tex2jax)_(ignore|process))$/;
const HIDING = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|\p{Surrogate}/u;

/** Whatever stands on the page that our writer and our controls never make. */
window.faults = () => [...document.querySelectorAll("main *")].flatMap(faultsOf).concat(
  document.querySelectorAll("body > :not(main)").length ? ["escaped into the body"] : [],
  HIDING.test(document.querySelector("main").textContent) ? ["a character that hides or acts"] : [],
);

function faultsOf(element) {
  const found = [];
  if (element.namespaceURI !== "http://www.w3.org/1999/xhtml" || !ELEMENTS.has(element.localName)) found.push(`<${element.localName}>`);
  for (const name of Element.prototype.getAttributeNames.call(element)) { // a form's fields can pose as its properties
    const value = Element.prototype.getAttribute.call(element, name);
    if (!ATTRIBUTES.has(name) && !name.startsWith("aria-")) found.push(`${element.localName} ${name}=${value.slice(0, 40)}`);
    if (name === "id" && !/^pplx-card-\d+$/.test(value)) found.push(`id=${value}`);
    if (name === "href" && !address(value)) found.push(`href=${value.slice(0, 80)}`);
    if (name === "target" && value !== "_blank") found.push(`target=${value}`);
  }
  for (const name of element.classList) if (!CLASS.test(name)) found.push(`class=${name}`);
  return found;
}

function address(text) {
  const url = URL.parse(text);
  return url && /^https?:\/\//i.test(text) && !url.username && !url.password;
}
