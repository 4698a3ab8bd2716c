"""Whoever opens a page in a test also judges it: valid HTML, one heading, labels, nonces, nobody's phone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
# Of the random digits of a digest some look like a telephone number.
DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{32,}(?![0-9a-f])")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CSRF = re.compile(r'name="csrf-token" content="([^"]+)"')
UNLABELLED = {"hidden", "submit", "button"}


@dataclass(frozen=True)
class OpenedPage:
    """A page as a visitor got it."""

    status: int
    html: str
    tree: Element
    errors: list[str] = field(default_factory=list)
    goes_to: str = ""

    def error_of(self, name: str) -> str:
        """What is said beside a field, "" where nothing is."""
        found = self.tree.find(f".//p[@id='{name}-error']")
        return "" if found is None else "".join(_words(found))

    def texts(self, name: str) -> list[str]:
        """The text of each element of that name."""
        return [" ".join("".join(_words(element)).split()) for element in self.tree.iter(name)]

    def links(self) -> list[str]:
        return [element.get("href", "") for element in self.tree.iter("a")]

    @property
    def main(self) -> str:
        """The text of the page's main part."""
        return " ".join(self.texts("main"))


class Visitor:
    """Opens pages and judges each of them; `english` visits in the other language."""

    def __init__(self, client: FlaskClient, english: bool = False) -> None:
        self.client = client
        if english:
            client.set_cookie("language", "en")

    def opens(self, path: str, status: int = 200, **more: Any) -> OpenedPage:
        answer = self.client.get(path, **more)
        assert answer.status_code == status, f"{path} answered {answer.status_code}"
        page = read(answer.text, answer.status_code)
        judge(page)
        return page

    def sends(self, path: str, **fields: Any) -> OpenedPage:
        """Open the page, fill its fields and send it, as a browser would: with the token that the page carries."""
        token = CSRF.search(self.client.get(path).text)
        return self.posts(path, csrf_token=token[1] if token else "", **fields)

    def presses(self, path: str, on: str = "/account", **fields: Any) -> OpenedPage:
        """Press a button that posts to the path, on another page, with what stands in its form."""
        token = CSRF.search(self.client.get(on).text)
        return self.posts(path, csrf_token=token[1] if token else "", **fields)

    def posts(self, path: str, **fields: Any) -> OpenedPage:
        answer = self.client.post(path, data=fields)
        page = read(answer.text, answer.status_code, answer.headers.get("Location", ""))
        if answer.status_code < 300 or answer.status_code == 422:
            judge(page)
        return page


def _words(element: Element) -> Iterator[str]:
    """The text of an element without that of drawings, whose glyphs are signs and not words."""
    if not str(element.tag).endswith("svg"):
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def read(html: str, status: int = 200, goes_to: str = "") -> OpenedPage:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    return OpenedPage(status, html, tree, [f"{at}: {code} {more}" for at, code, more in parser.errors], goes_to)


def judge(page: OpenedPage) -> None:
    """What holds for every page of the portal."""
    assert not page.errors, f"not valid HTML: {page.errors}"
    assert page.tree.find(".").get("lang") in {"zh-CN", "en"}, "the page does not say its language"
    (heading,) = page.texts("h1")
    assert page.texts("title")[0].startswith(heading), "the title does not start with the heading"
    elements = list(page.tree.iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids)), "two elements share an id"
    for element in elements:
        _judge_element(page, element, set(ids))
    text = DIGEST.sub("", unescape(page.html))
    assert not PHONE.search(text), "a full phone number"
    assert not IDENTITY.search(text), "a full identity number"


def _judge_element(page: OpenedPage, element: Element, ids: set[str]) -> None:
    names = set(element.attrib)
    assert "style" not in names, f"inline style: {element.attrib}"
    assert not any(name.startswith("on") for name in names), f"inline handler: {element.attrib}"
    if element.tag in {"script", "style"}:
        assert element.get("nonce"), f"a {element.tag} without a nonce"
    if element.tag in {"input", "select", "textarea"} and element.get("type") not in UNLABELLED:
        assert _labelled(page, element), f"no label: {element.attrib}"
    described = set((element.get("aria-describedby") or "").split())
    assert described <= ids, f"described by nothing: {described - ids}"


def _labelled(page: OpenedPage, element: Element) -> bool:
    if element.get("aria-label"):
        return True
    if element.get("id") and page.tree.find(f".//label[@for='{element.get('id')}']") is not None:
        return True
    return any(element in label.iter() for label in page.tree.iter("label"))


def chinese_outside_names(page: OpenedPage, names: Iterable[str]) -> list[str]:
    """Chinese text of an English page that is neither marked as Chinese nor the name of a place or organisation."""
    found: list[str] = []
    _collect(page.tree, found)
    known = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    return [text for text in found if CHINESE.search(known.sub("", text))]


def _collect(element: Element, found: list[str]) -> None:
    if element.get("lang", "").startswith("zh") or element.tag in {"script", "style"}:
        return
    found += [text for text in (element.text,) if text and CHINESE.search(text)]
    found += [
        element.get(name, "")
        for name in ("title", "aria-label", "placeholder", "alt")
        if CHINESE.search(element.get(name, ""))
    ]
    for child in element:
        _collect(child, found)
        if child.tail and CHINESE.search(child.tail):
            found.append(child.tail)
