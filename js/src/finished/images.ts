// Images stay links until the reader asks for them: then each is fetched from its own site, over https,
// without telling it where from, into a box of fixed size.
import { oneLine } from "../shared/clean";
import { element } from "../shared/element";
import { host, safeUrl } from "../shared/links";
import { pointTo } from "./allow-list";
import type { Image } from "./saved";

const LIMIT_IMAGES = 24;

/** A button that shows the images, or nothing where none may be shown. */
export function consent(images: Image[]): HTMLElement | null {
  const safe = images.filter((image) => safeUrl(image.image_url).startsWith("https:")).slice(0, LIMIT_IMAGES);
  if (!safe.length) return null;
  const label = safe.length === 1 ? "image" : `${safe.length} images`;
  const button = element("button", { type: "button", class: "pplx-button", "aria-expanded": "false" }, `Show ${label}`);
  const from = element("span", { class: "pplx-quiet" }, `loads from ${sites(safe)}`);
  const box = element("div", { class: "pplx-images-box" });
  button.addEventListener("click", () => {
    const show = !box.childElementCount;
    box.replaceChildren(...(show ? safe.map(thumbnail) : []));
    button.textContent = `${show ? "Hide" : "Show"} ${label}`;
    button.setAttribute("aria-expanded", String(show));
    from.hidden = show;
  });
  return element("div", { class: "pplx-consent" }, button, " ", from, box);
}

function sites(images: Image[]): string {
  const hosts = [...new Set(images.map((image) => host(image.image_url)))];
  return hosts.length > 3 ? `${hosts.slice(0, 3).join(", ")} and ${hosts.length - 3} more` : hosts.join(", ");
}

function thumbnail(image: Image): HTMLElement {
  const picture = element("img", { referrerpolicy: "no-referrer", decoding: "async", alt: oneLine(image.title) || "image" });
  const frame = element("a", { class: "pplx-thumbnail", title: oneLine(image.title) }, picture);
  pointTo(frame, image.origin_url || image.image_url);
  picture.addEventListener("error", () => frame.replaceChildren(`${picture.alt} (could not be loaded)`));
  picture.src = safeUrl(image.image_url);
  return frame;
}
