"""The HTML of one job as WeasyPrint takes it, read by the quick XML parser where it is well formed.

What a handout never holds, such as footnotes, is left out of the browser's own styles: their rules match everything.
"""

import re
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA
from weasyprint.urls import URLFetcher

# Elements without an end, which XML wants closed. In what the templates write, no ">" stands inside a tag.
_OPEN = re.compile(r"(<(?:br|img|link|meta)\b[^>]*)(?<!/)>")
_UNUSED = re.compile(r"^::(?:footnote|note)-.*$", re.MULTILINE)


def lean(styles: str) -> str:
    """Return the browser's own styles with markers for list items only, and none for notes."""
    return _UNUSED.sub("", styles).replace("\n::marker ", "\nli::marker ")


_OWN_STYLES = CSS(string=lean(UA), counter_style=CounterStyle())


class Source(HTML):
    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        root = _read(html)
        if root is None:
            super().__init__(string=html, url_fetcher=fetcher)
            return
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_OWN_STYLES]


def _read(html: str) -> ElementTree.Element | None:
    """Return the root; None for what is no XML, as with markup that somebody wrote by hand."""
    try:
        return ElementTree.fromstring(_OPEN.sub(r"\1/>", html))
    except ElementTree.ParseError:
        return None
