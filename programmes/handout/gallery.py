"""The pictures of one job as WeasyPrint 70.0 takes them, none of which may be missing from the pages.

WeasyPrint itself logs a picture that it cannot read or draw, and prints on without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from PIL import Image as PillowImage
from weasyprint import DEFAULT_OPTIONS
from weasyprint.images import SVGImage, get_image_from_uri
from weasyprint.urls import URLFetcher

from programmes.handout.compiled import compiled
from programmes.handout.document import SVG, Image
from programmes.handout.job import MissingPicture
from programmes.handout.whole_pictures import whole_pictures_only

MOST_PIXELS = 40_000_000


class Gallery(dict[str, Any]):
    """WeasyPrint's `cache`: what it finds here it does not fetch."""

    def __init__(self, images: Mapping[str, Image], fetcher: URLFetcher) -> None:
        super().__init__()
        self.drawn = 0
        for address, image in images.items():
            self[address] = _Counted(self, _drawable(address, image, fetcher))

    def expect(self, count: int) -> None:
        """Raise MissingPicture when another number was drawn."""
        if self.drawn != count:
            raise MissingPicture(f"{count} pictures were asked for, {self.drawn} drawn")


class _Counted:
    """A picture that tells each time it is drawn."""

    def __init__(self, gallery: Gallery, image: Any) -> None:
        self._gallery = gallery
        self._image = image

    def get_intrinsic_size(self, resolution: float, font_size: float) -> Any:
        return self._image.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        self._image.draw(stream, width, height, style)
        self._gallery.drawn += 1


class _Drawing(SVGImage):
    """An SVG that is more than plain paths. The parent's `draw` swallows every error."""

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        try:
            self._svg.draw(stream, width, height, self._base_url, self._context)
        except MemoryError:
            raise
        except Exception as error:
            raise MissingPicture(f"{self._base_url}: {type(error).__name__}") from error


def _drawable(address: str, image: Image, fetcher: URLFetcher) -> Any:
    if image.media_type == SVG:
        return compiled(image.body) or _drawing(address, image.body, fetcher)
    _refuse_unsound(address, image)
    found = get_image_from_uri({}, fetcher, DEFAULT_OPTIONS, address)
    if found is None:
        raise MissingPicture(f"{address}: no picture of the type {image.media_type}")
    return found


def _refuse_unsound(address: str, image: Image) -> None:
    """Raise MissingPicture for a file that breaks off, or whose pixels would take more room than there is."""
    try:
        with PillowImage.open(BytesIO(image.content)) as picture, whole_pictures_only():
            if picture.width * picture.height > MOST_PIXELS:
                raise MissingPicture(f"{address}: {picture.width} x {picture.height} pixels")
            picture.load()
    except (MissingPicture, MemoryError):
        raise
    except Exception as error:  # of many kinds, for the many ways in which a file is broken
        raise MissingPicture(f"{address}: {type(error).__name__}") from error


def _drawing(address: str, svg: str, fetcher: URLFetcher) -> SVGImage:
    try:
        return _Drawing(ElementTree.fromstring(svg), address, fetcher, None)
    except MemoryError:
        raise
    except Exception as error:
        raise MissingPicture(f"{address}: {type(error).__name__}") from error
