"""WeasyPrint, set up once a process: the styles, the packaged fonts, and a fetcher that reaches nothing outside.

Import only after `fonts.confine`. Knows HTML and bytes, not documents.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from functools import lru_cache
from hashlib import sha256
from threading import Lock

from weasyprint import CSS, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from programmes.handout import brand, shortcuts, spans
from programmes.handout.attached import PLAN_NAME
from programmes.handout.document import Image
from programmes.handout.fonts import FOLDER
from programmes.handout.gallery import Gallery
from programmes.handout.job import Job, RefusedAddress
from programmes.handout.source import Source
from programmes.handout.tag_repairs import repair

STYLES = FOLDER.parent / "handout.css"
VARIANT = "pdf/ua-1"
# What starts above this share of a page is the first thing on it.
TOP_OF_PAGE = 0.08
_SCHEMES = {"file", "http", "https", "ftp", "data"}


class Shelf(URLFetcher):
    """Serves the images of one job from memory and stops the job at any other address."""

    def __init__(self, images: Mapping[str, Image]) -> None:
        super().__init__()
        self._images = images

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url not in self._images:
            raise FatalURLFetchingError(_kind_of(url))
        image = self._images[url]
        return URLFetcherResponse(url, image.content, {"Content-Type": image.media_type})


class Engine:
    def __init__(self) -> None:
        shortcuts.take()
        spans.take()
        self._fonts = FontConfiguration()
        self._styles = self._parse(STYLES.read_text(encoding="utf-8"))
        self._brand = lru_cache(maxsize=64)(lambda colour: self._parse(brand.styles(colour)))
        # Pango's font map is not made for two threads at once.
        self._lock = Lock()

    def write(self, job: Job) -> bytes:
        """Return the job as a PDF/UA-1 file: the same bytes for the same job.

        Raises RefusedAddress, or MissingPicture where one of its images is not on the pages.
        """
        with self._lock, _rubbish_kept():
            try:
                return self._write(job)
            except FatalURLFetchingError as error:
                raise RefusedAddress(str(error)) from error

    def _write(self, job: Job) -> bytes:
        gallery = Gallery(job.images, Shelf(job.images))
        pages = self._laid_out(job, gallery)
        with spans.document_in(job.language):
            content: bytes = pages.write_pdf(
                attachments=[_plan(job)],
                pdf_variant=VARIANT,
                pdf_identifier=sha256((job.html + job.plan).encode()).hexdigest()[:32],
                finisher=repair,
            )
        gallery.expect(job.html.count("<img "))
        return content

    def _laid_out(self, job: Job, gallery: Gallery) -> Document:
        """Return the pages, set closer where that spares a last page that holds nothing but the small print."""
        pages = self._pages(job, job.html, gallery)
        if not _small_print_stands_alone(pages):
            return pages
        closer = self._pages(job, job.html.replace('class="', 'class="closer ', 1), gallery)
        return closer if len(closer.pages) < len(pages.pages) else pages

    def _pages(self, job: Job, html: str, gallery: Gallery) -> Document:
        return Source(html, Shelf(job.images)).render(
            stylesheets=[self._styles, self._brand(job.accent_colour)],
            font_config=self._fonts,
            pdf_variant=VARIANT,
            cache=gallery,
        )

    def _parse(self, styles: str) -> CSS:
        return CSS(string=styles, font_config=self._fonts, url_fetcher=Shelf({}))


def _kind_of(url: str) -> str:
    """Return what the log may hold of an address that somebody may have typed into a note."""
    scheme = url.partition(":")[0].lower()
    return f"An address of {len(url)} characters, {scheme if scheme in _SCHEMES else 'of no known scheme'}"


@contextmanager
def _rubbish_kept() -> Iterator[None]:
    """Look for rubbish once, after the pages: a render makes so many objects that Python would look all the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)  # all that was made meanwhile is still in the youngest generation
        if was_enabled:
            gc.enable()


def _small_print_stands_alone(pages: Document) -> bool:
    last = pages.pages[-1]
    return len(pages.pages) > 1 and "end" in last.anchors and last.anchors["end"][1] < last.height * TOP_OF_PAGE


def _plan(job: Job) -> Attachment:
    """Return the plan as an attachment dated by the document: the clock would change the bytes."""
    made_at = datetime.combine(job.made_on, time(12))
    return Attachment(
        string=job.plan, name=PLAN_NAME, description="The plan as data", created=made_at, modified=made_at
    )
