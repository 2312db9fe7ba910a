"""What somebody sends as a picture: nothing but the picture is kept, and what cannot be is refused in words."""

from io import BytesIO
from time import perf_counter
from xml.etree import ElementTree
from zlib import crc32

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

from programmes.picture_files import MOST_BYTES, PictureFile, as_it_may_be_kept, clean_picture
from tests import taking_along

NO_PICTURE = "This is no PNG, JPEG or SVG that can be read, whatever its name says."
NO_SVG = "This is no SVG that can be read."
BROKEN = "This drawing cannot be printed: a path or a number in it is broken."
DOCTYPE = "The drawing brings a DOCTYPE or entities. Save it as plain SVG, without them."


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """Return a picture that is red on the left and blue on the right."""
    picture = Image.new(mode, size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    body = BytesIO()
    picture.save(body, kind, **options)
    return body.getvalue()


def noise(size: tuple[int, int], kind: str) -> bytes:
    body = BytesIO()
    Image.merge("RGB", [Image.effect_noise(size, 90) for _band in "RGB"]).save(body, kind)
    return body.getvalue()


def opened(file: PictureFile) -> Image.Image:
    return Image.open(BytesIO(file.body))


def refusal(body: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        clean_picture(body)
    return " ".join(refused.value.messages)


def svg(inner: bytes = b"", attributes: bytes = b'viewBox="0 0 9 9"') -> bytes:
    names = b'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return b"<svg %b %b>%b</svg>" % (names, attributes, inner)


def cleaned(inner: bytes) -> str:
    """Return what is kept of a drawing, without its outermost element."""
    file = clean_picture(svg(inner))
    assert file.suffix == ".svg"
    before, after = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"', "</svg>"
    assert file.body.decode().startswith(before)
    return file.body.decode().removeprefix(before).lstrip(" />").removesuffix(after)


def test_a_photo_says_nothing_of_where_and_with_what_it_was_taken():
    exif = Image.Exif()
    exif[Base.Make] = "Camera of Eva"
    exif[Base.DateTime] = "2026:03:02 10:00:00"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (51.0, 30.0, 0.0)
    sent = photo(exif=exif, comment=b"Eva Holm", dpi=(72, 72), icc_profile=b"profile of a phone")
    assert Image.open(BytesIO(sent)).getexif().get_ifd(IFD.GPSInfo)
    kept = clean_picture(sent)
    assert kept.suffix == ".jpg"
    assert dict(opened(kept).getexif()) == {}
    assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in kept.body for word in (b"Eva", b"2026", b"Exif", b"profile"))


def test_a_png_says_nothing_either():
    words = PngInfo()
    words.add_text("Author", "Eva Holm")
    words.add_itxt("XML:com.adobe.xmp", "<x>Eva</x>", zip=True)
    kept = clean_picture(photo(kind="PNG", pnginfo=words, icc_profile=b"profile of a phone"))
    assert (kept.suffix, opened(kept).info) == (".png", {})


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(1, (60, 40), "red"), (3, (60, 40), "blue"), (6, (40, 60), "red"), (8, (40, 60), "blue")],
)
def test_a_photo_taken_sideways_stands_upright(orientation: int, size: tuple[int, int], corner: str):
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    kept = opened(clean_picture(photo(exif=exif)))
    red, _green, blue = kept.getpixel((3, 3))
    assert (kept.size, "red" if red > blue else "blue") == (size, corner)


def test_a_large_photo_is_made_as_large_as_it_is_printed():
    kept = clean_picture(photo((4000, 3000)))
    assert opened(kept).size == (1200, 900)
    assert opened(clean_picture(photo((300, 200)))).size == (300, 200)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_every_kind_of_png_is_taken(mode: str):
    picture = Image.open(BytesIO(photo(kind="PNG"))).convert(mode)
    sent = BytesIO()
    picture.save(sent, "PNG")
    assert clean_picture(sent.getvalue()).suffix == ".png"


def test_a_clear_ground_stays_clear():
    kept = opened(clean_picture(photo(kind="PNG", mode="RGBA")))
    assert kept.mode == "RGBA"
    clear = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(clear, "PNG")
    assert opened(clean_picture(clear.getvalue())).getpixel((4, 4))[3] == 0


def test_a_photo_sent_as_png_becomes_the_smaller_jpeg():
    assert clean_picture(noise((300, 300), "PNG")).suffix == ".jpg"


def with_profile(profile: bytes) -> bytes:
    made = BytesIO()
    Image.new("RGB", (20, 20), (200, 30, 30)).save(made, "JPEG", icc_profile=profile)
    return made.getvalue()


def test_a_colour_profile_is_applied_and_not_kept():
    """This profile calls green what others call red: a viewer that knows profiles shows the red photo green."""
    common = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = common.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    kept = Image.open(BytesIO(clean_picture(with_profile(swapped)).body))
    red, green, _blue = kept.getpixel((10, 10))
    assert green > red + 100
    assert "icc_profile" not in kept.info


def test_a_photo_with_a_broken_colour_profile_is_taken_as_it_is():
    kept = Image.open(BytesIO(clean_picture(with_profile(b"no profile at all")).body))
    assert kept.getpixel((10, 10)) == pytest.approx((200, 30, 30), abs=6)


def test_a_photo_in_printers_colours_is_taken():
    sent = BytesIO()
    Image.new("CMYK", (9, 9)).save(sent, "JPEG")
    assert opened(clean_picture(sent.getvalue())).mode == "RGB"


@pytest.mark.parametrize("size", [(6400, 6300), (10_000, 9500), (20_000, 20_000)])
def test_a_picture_that_would_fill_the_memory_is_refused_undecoded(size: tuple[int, int], monkeypatch):
    header = BytesIO()
    Image.new("1", (8, 8)).save(header, "PNG")
    body = bytearray(header.getvalue())
    body[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    body[29:33] = crc32(bytes(body[12:29])).to_bytes(4, "big")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("was decoded"))
    assert refusal(bytes(body)) == "Too large: send a picture of at most 40 million pixels."


def test_a_file_of_more_than_ten_megabytes_is_refused():
    assert refusal(b"\xff" * (MOST_BYTES + 1)) == "Too large: send a picture of at most 10 MB."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"%PDF-1.7",
        noise((90, 90), "JPEG")[:3000],
        noise((90, 90), "PNG")[:3000],
        photo(kind="GIF"),
        photo(kind="BMP"),
    ],
    ids=["empty", "text", "pdf", "half a jpeg", "half a png", "gif", "bmp"],
)
def test_what_is_no_picture_of_ours_is_refused(body: bytes):
    assert refusal(body) == NO_PICTURE


@pytest.mark.parametrize(
    "shape",
    [
        '<path d="M0 0 C1 1 2,2 3-3 l.5.5 a1 1 0 0 1 2 2 Z" fill="none" stroke="#123" stroke-width="1.5px" />',
        '<rect x="1" y="1" width="50%" height="2mm" rx="1" fill="rgb(10, 20, 30)" />',
        '<circle cx="2" cy="3" r="1" opacity=".5" />',
        '<ellipse cx="2" cy="3" rx="1" ry="2" fill="teal" />',
        '<line x1="0" y1="0" x2="4" y2="4" stroke="black" stroke-dasharray="1 2" stroke-linecap="round" />',
        '<polyline points="0,0 1,1 2,0" stroke="currentColor" fill-rule="evenodd" />',
        '<polygon points="0 0 1 1 2 0" transform="translate(1 2) rotate(-30, 4, 4) scale(.5)" />',
        '<g fill="none" transform="matrix(1 0 0 1 0 0)"><g stroke="red"><path d="M0 0h1" /></g></g>',
    ],
)
def test_plain_shapes_are_kept_as_they_are(shape: str):
    assert cleaned(shape.encode()) == shape


@pytest.mark.parametrize(
    "inner",
    [
        b"<script>alert(1)</script>",
        b'<script href="//evil.example/x.js"/>',
        b"<title>Eva</title><desc>Eva</desc><metadata><x xmlns='y'>Eva</x></metadata>",
        b"<!-- Eva --><?xml-stylesheet href='http://evil.example/x.css'?>Eva",
        b'<defs><linearGradient id="a"><stop/></linearGradient><script>alert(1)</script></defs>',
        b'<clipPath id="a"><use xlink:href="http://evil.example/"/></clipPath>',
        b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
        b'<sodipodi:namedview xmlns:sodipodi="http://sodipodi.example">Eva</sodipodi:namedview>',
        b'<g display="none"><path d="M0 0h1"/></g>',
        b'<g style="display:none"><path d="M0 0h1"/></g>',
        b"<style> </style>",
    ],
)
def test_what_does_not_show_is_left_behind(inner: bytes):
    assert cleaned(inner + b'<circle r="1"/>') == '<circle r="1" />'


@pytest.mark.parametrize(
    "attribute",
    [
        b'onload="alert(1)"',
        b'onclick="alert(1)"',
        b'id="a"',
        b'class="b"',
        b'href="javascript:alert(1)"',
        b'xlink:href="http://evil.example/"',
        b'style="background:url(http://evil.example/)"',
        b'style="behavior:url(x);-moz-binding:url(y)"',
        b'data-name="Eva"',
        b'xml:base="http://evil.example/"',
        b'filter="none"',
        b'xmlns:evil="http://evil.example/" evil:fill="red"',
    ],
)
def test_an_attribute_that_is_no_shape_and_no_paint_is_left_behind(attribute: bytes):
    assert cleaned(b'<circle r="1" %b/>' % attribute) == '<circle r="1" />'


def test_what_a_drawing_program_writes_as_style_is_kept_as_attributes():
    kept = cleaned(b'<path d="M0 0h1" fill="red" style="fill:none; stroke:#000;stroke-width:.3px;-inkscape-stroke:x"/>')
    assert kept == '<path d="M0 0h1" fill="none" stroke="#000" stroke-width=".3px" />'


def test_what_the_outermost_element_paints_is_kept():
    kept = clean_picture(svg(b'<circle r="1"/>', b'viewBox="0 0 9 9" fill="none" onload="x()" id="a"')).body
    assert kept == b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" fill="none"><circle r="1" /></svg>'


@pytest.mark.parametrize(
    ("inner", "what"),
    [
        (b'<use href="#a"/>', "<use>"),
        (b'<image href="http://evil.example/x.png"/>', "<image>"),
        (b'<image href="data:image/png;base64,AAAA"/>', "<image>"),
        (b"<foreignObject><p>x</p></foreignObject>", "<foreignObject>"),
        (b"<style>circle{fill:url(http://evil.example/)}</style>", "<style>"),
        (b'<a href="http://evil.example/"><circle r="1"/></a>', "<a>"),
        (b"<text>Eva</text>", "<text>"),
        (b'<circle r="1"><animate attributeName="r" to="9"/></circle>', "<animate>"),
        (b'<circle r="1"><set attributeName="href" to="javascript:x"/></circle>', "<set>"),
        (b"<svg/>", "<svg>"),
        (b"<switch/>", "<switch>"),
        (b'<circle r="1" fill="url(#a)"/>', "fill=“url(#a)”"),
        (b'<circle r="1" fill="url(http://evil.example/#a)"/>', "fill=“url(http://evil.example/#a)”"),
        (b'<circle r="1" style="fill:url(#a)"/>', "fill=“url(#a)”"),
        (b'<circle r="1" stroke="red;x"/>', "stroke=“red;x”"),
        (b'<circle r="1" filter="url(#a)"/>', "filter"),
        (b'<circle r="1" mask="url(#a)"/>', "mask"),
        (b'<circle r="1" style="clip-path:url(#a)"/>', "clip-path"),
        (b'<path d="M0 0" marker-end="url(#a)"/>', "marker-end"),
        (b'<path d="M0 0 javascript:x"/>', "d=“M0 0 javascript:x”"),
        (b'<circle r="expression(x)"/>', "r=“expression(x)”"),
        (b'<g transform="translate(1) url(x)"/>', "transform=“translate(1) url(x)”"),
    ],
)
def test_what_shows_and_cannot_be_taken_over_is_refused_by_name(inner: bytes, what: str):
    told = refusal(svg(inner))
    assert told == (
        f"The drawing uses {what}, which is not taken over. "
        "In your drawing program, turn it into plain shapes with plain colours."
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(b"<title>&a;</title>"), DOCTYPE),
        (b'<!DOCTYPE svg SYSTEM "http://evil.example/x.dtd">' + svg(), DOCTYPE),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg(b"<title>&a;</title>"), DOCTYPE),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg(b"<title>&b;</title>"), DOCTYPE),
        (b"<svg>", NO_SVG),
        (b"<svg><g></svg>", NO_SVG),
        (b"<html><body/></html>", NO_SVG),
        (b"<svg viewBox='0 0 9 9'/>", NO_SVG),
        (svg(b"<title>\xff</title>"), NO_SVG),
        (b'<?xml version="1.0" encoding="nonsense"?>' + svg(), NO_SVG),
        (svg(b"<title>&nbsp;</title>"), NO_SVG),
        (svg(b" " * 200_000), "Too large: send a drawing (SVG) of at most 200 kB."),
        (svg(b"<g/>" * 5000), "Too many parts: send a drawing (SVG) of at most 5000."),
        (svg(b"<g>" * 41 + b"</g>" * 41), "The groups in this drawing are nested too deeply."),
        (svg(b'<path d="M0 0 a 1 1 e e 4"/>'), BROKEN),
        (svg(b'<g transform="rotate(,)"><circle r="1"/></g>'), BROKEN),
    ],
)
def test_a_drawing_that_is_a_trap_or_broken_is_refused(body: bytes, told: str):
    assert refusal(body) == told


@pytest.mark.parametrize(
    "inner",
    [
        b'<circle r="%bx"/>' % (b"1" * 190_000),
        b'<path stroke-dasharray="%b!"/>' % (b"1" * 190_000),
        b'<g transform="rotate(1)%bx"/>' % (b" " * 190_000),
        b'<g transform="%bx"/>' % (b"rotate(1) " * 19_000),
        b'<path d="%b!"/>' % (b"1" * 190_000),
        b'<path fill="%b!"/>' % (b"a" * 190_000),
        b"<g>" * 28_000 + b"</g>" * 28_000,
    ],
    ids=["number", "dashes", "space", "transforms", "path", "colour", "groups"],
)
def test_no_drawing_keeps_the_site_busy(inner: bytes):
    began = perf_counter()
    refusal(svg(inner))
    assert perf_counter() - began < 2


@pytest.mark.parametrize(
    ("attributes", "box"),
    [
        (b'viewBox="-1 -2.5 30 40"', "-1 -2.5 30 40"),
        (b'viewBox="0,0,30,40" width="3cm"', "0 0 30 40"),
        (b'width="30" height="40px"', "0 0 30 40"),
    ],
)
def test_a_drawing_says_how_large_it_is(attributes: bytes, box: str):
    root = ElementTree.fromstring(clean_picture(svg(b'<circle r="1"/>', attributes)).body)
    assert root.attrib == {"viewBox": box}


@pytest.mark.parametrize(
    "attributes",
    [b"", b'width="30"', b'width="100%" height="100%"', b'width="3cm" height="4cm"', b'viewBox="0 0 0 9"']
    + [b'viewBox="0 0 nan 9"', b'viewBox="0 0 inf 9"', b'viewBox="0 0 1e9 9"', b'viewBox="a b c d"'],
)
def test_a_drawing_of_no_size_is_refused(attributes: bytes):
    told = "The drawing does not say how large it is: give it a viewBox, or width and height in pixels."
    assert refusal(svg(b'<circle r="1"/>', attributes)) == told


def test_what_was_cleaned_once_stays_as_it_is():
    once = clean_picture(svg(b'<g fill="none"><circle r="1" style="stroke:red"/></g>')).body
    assert clean_picture(once).body == once


def test_the_printer_itself_is_asked(monkeypatch):
    asked = []
    monkeypatch.setattr("programmes.picture_files.drawing.can_print", lambda picture: asked.append(picture.body))
    assert refusal(svg(b'<circle r="1" id="a"/>')) == BROKEN
    (rebuilt,) = asked
    assert rebuilt.endswith('viewBox="0 0 9 9"><circle r="1" /></svg>')


# From another installation


def test_a_photo_as_it_is_stored_is_kept_byte_for_byte_and_any_other_made_anew():
    stored = taking_along.photo()
    assert as_it_may_be_kept(stored).body == stored
    told_where = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "in my garden"
    Image.open(BytesIO(stored)).save(told_where, "JPEG", exif=exif)
    assert b"garden" in told_where.getvalue()
    for body in (told_where.getvalue(), stored + b"in my garden", stored[:-2] + b"\xff\xd9garden\xff\xd9"):
        made = as_it_may_be_kept(body)
        assert b"garden" not in made.body
        assert made.suffix == ".jpg"
    large = BytesIO()
    Image.open(BytesIO(stored)).resize((1300, 900)).save(large, "JPEG")
    assert max(Image.open(BytesIO(as_it_may_be_kept(large.getvalue()).body)).size) == 1200
