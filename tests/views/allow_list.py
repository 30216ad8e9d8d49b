"""A judge of our HTML that shares no code with the writer: an HTML5 parser and the lists of the safety rules.

``violations(html)`` lists in words what must not be there; an empty list is a pass.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

_ELEMENTS = (
    "p br hr h1 h2 h3 h4 h5 h6 strong em s del code pre blockquote ul ol li table thead tbody tr th td a span div "
    "sup sub bdi details summary"
)
ELEMENTS = set(_ELEMENTS.split())
ATTRIBUTES = {"href", "target", "rel", "class", "title", "colspan", "align", "start", "dir"}
OTHER_CLASSES = {"jp-RenderedHTMLCommon", "jp-toc-ignore", "highlight"} | {
    f"{name}_{what}" for name in ("mathjax", "tex2jax") for what in ("ignore", "process")
}
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?")


def parsed(html: str) -> Element:
    """The tree a browser would build."""
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False).find("body")


def violations(html: str) -> list[str]:
    """Everything in this HTML that the safety rules forbid."""
    body = parsed(html)
    found = [f"text has {ord(c):#x}" for c in set(CONTROLS.findall(html) + INVISIBLE.findall(html))]
    for element in body.iter():
        if element is not body:
            found += element_violations(element)
    again = html5lib.serialize(body, tree="etree", quote_attr_values="always", omit_optional_tags=False)
    if signature(parsed(again)) != signature(body):
        found.append("a second parse gives another tree")
    return found + outside(body) + spoofs(body)


def element_violations(element: Element) -> list[str]:
    if not isinstance(element.tag, str) or element.tag not in ELEMENTS:
        return [f"element {element.tag}"]
    found = [f"attribute {name} on {element.tag}" for name in element.attrib if name not in ATTRIBUTES]
    found += href_violations(element.get("href")) if "href" in element.attrib else []
    for name in (element.get("class") or "").split():
        if not (
            name.startswith("pplx-") or name in OTHER_CLASSES or re.fullmatch("[a-z][a-z0-9]{0,2}", name)
        ):
            found.append(f"class {name}")
    if element.tag == "a":
        rel = set((element.get("rel") or "").split())
        if element.get("target") != "_blank" or not rel >= {"noopener", "noreferrer", "nofollow"}:
            found.append("a link without target and rel")
    return found


def href_violations(url: str) -> list[str]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return [f"href {url!r}"]
    bad = re.search(r"[\s\x00-\x20\x7f-\x9f\\\"'<>`]", url) or not url.isascii()
    return [f"href {url!r}"] if bad else []


def outside(body: Element) -> list[str]:
    """All must stand in one container of ours."""
    inside = len(body) == 1 and (body[0].get("class") or "").startswith("pplx-answer")
    beside = (body.text or "").strip() or (inside and (body[0].tail or "").strip())
    return [] if inside and not beside else ["outside the box"]


def spoofs(body: Element) -> list[str]:
    """Links whose text is an address of another site, with nothing beside them that names the real one."""
    found = []
    for parent in body.iter():
        for place, link in enumerate(parent):
            if link.tag != "a":
                continue
            shown = ADDRESS.fullmatch("".join(link.itertext()).strip())
            real = (urlsplit(link.get("href") or "").hostname or "").removeprefix("www.")
            beside = "".join(parent[place + 1].itertext()) if place + 1 < len(parent) else ""
            row = "".join(parent.itertext())
            if shown and shown[1] != real and real not in beside and real not in row:
                found.append(f"{shown[0]} leads to {real}")
    return found


def signature(element: Element) -> list[object]:
    """A tree as nested lists, to compare two."""
    children = [signature(child) for child in element]
    return [element.tag, sorted(element.attrib.items()), element.text or "", children, element.tail or ""]


def visible(html: str) -> str:
    """What a reader sees, spaces collapsed."""
    return " ".join("".join(parsed(html).itertext()).split())


def controls(text: str) -> list[str]:
    """Control and format characters in plain text, by name; joiners inside words of other scripts are allowed."""
    bad = CONTROLS.findall(text) + INVISIBLE.findall(text)
    return [f"{ord(c):#x} {unicodedata.category(c)}" for c in bad]
