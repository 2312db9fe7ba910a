"""A structural check of PDF/UA-1: what a program can decide and a handout can get wrong. No certificate.

The numbers are conditions of the Matterhorn Protocol 1.1; those with a word after the dash are ours.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Name

ROLES = {
    *(
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
    ),
    *("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"),
    *(
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Figure",
        "Formula",
    ),
    "Form",
}
# These say nothing of their own: what stands in them counts as standing in their parent.
TRANSPARENT = {"NonStruct", "Div", "Part", "Sect", "Art", "Private"}
ROWS = {"Table", "THead", "TBody", "TFoot"}
MAY_STAND_IN = {
    "TR": ROWS,
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "Lbl": {"LI"},
}
MAY_HOLD = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE"}
ANNOTATED = {"/Link": "28-011", "/Widget": "28-010"}
WORDED = {"/Link": "28-012", "/Widget": "28-005"}
NO_LETTER = re.compile(rb"<(0000|[Ff][Ee][Ff][Ff]|[Ff][Ff][Ff][Ee])>\s*$", re.MULTILINE)
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ua": "http://www.aiim.org/pdfua/ns/id/",
}


@dataclass(frozen=True)
class Element:
    """An element of the structure tree with what its place in the tree says of it."""

    role: str
    data: Any
    inside: tuple[str, ...]
    kids: tuple[Any, ...]
    attributes: tuple[Any, ...]


@dataclass
class Tagged:
    """A tagged PDF, its structure tree read once."""

    pdf: pikepdf.Pdf
    elements: list[Element] = field(default_factory=list)
    owners: dict[tuple[Any, int], list[Any]] = field(default_factory=lambda: defaultdict(list))
    annotated: dict[Any, Element] = field(default_factory=dict)
    parents: dict[int, Any] = field(default_factory=dict)


def failures(content: bytes) -> list[str]:
    """Return what is wrong with the PDF, one line each; nothing when all checks pass."""
    with pikepdf.open(BytesIO(content)) as pdf:
        found = list(_about_the_file(pdf))
        if "/StructTreeRoot" not in pdf.Root:
            return [*found, "01-tags: no structure tree, so nothing else can be checked"]
        tagged = read(pdf)
        for check in CHECKS:
            found += check(tagged)
        return found


def roles(content: bytes) -> list[str]:
    """Return the roles of all elements in reading order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [element.role for element in read(pdf).elements]


def orphans(content: bytes) -> int:
    """Return how often a page turns between a heading and what it heads."""
    with pikepdf.open(BytesIO(content)) as pdf:
        texts = [element for element in read(pdf).elements if any(isinstance(kid, int) for kid in element.kids)]
        turns = zip(texts, texts[1:], strict=False)
        return sum(_is_heading(text) and text.data.Pg.objgen != after.data.Pg.objgen for text, after in turns)


def _is_heading(text: Element) -> bool:
    return any(re.fullmatch("H[1-6]", role) for role in (text.role, *text.inside))


def read(pdf: pikepdf.Pdf) -> Tagged:
    """Return the file with its elements in reading order."""
    tagged = Tagged(pdf, parents=_parent_tree(pdf.Root.StructTreeRoot.ParentTree))
    for kid in _kids(pdf.Root.StructTreeRoot):
        _read_element(tagged, kid, ())
    return tagged


def _read_element(tagged: Tagged, data: Any, inside: tuple[str, ...]) -> None:
    element = Element(str(data.S)[1:], data, inside, tuple(_kids(data)), tuple(_attributes(data)))
    tagged.elements.append(element)
    below = inside if element.role in TRANSPARENT else (*inside, element.role)
    for kid in element.kids:
        if isinstance(kid, int):
            tagged.owners[data.Pg.objgen, kid].append(data)
        elif kid.get("/Type") == Name.OBJR:
            tagged.annotated[kid.Obj.objgen] = element
        elif _is_element(kid):
            _read_element(tagged, kid, below)


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _kids(data: Any) -> list[Any]:
    kids = data.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _attributes(data: Any) -> list[Any]:
    attributes = data.get("/A", [])
    return list(attributes) if isinstance(attributes, Array) else [attributes]


def _parent_tree(node: Any) -> dict[int, Any]:
    numbers = list(node.get("/Nums", []))
    found = dict(zip((int(key) for key in numbers[::2]), numbers[1::2], strict=True))
    for kid in node.get("/Kids", []):
        found |= _parent_tree(kid)
    return found


def _about_the_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    if not LANGUAGE_TAG.fullmatch(str(pdf.Root.get("/Lang", ""))):
        yield "11-006: no language"
    if not bool(pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)):
        yield "07-001: the title is not shown"
    if not bool(pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked", False)):
        yield "01-tags: not marked as tagged"
    if bool(pdf.Root.get("/MarkInfo", Dictionary()).get("/Suspects", False)):
        yield "01-suspects: its tags are said to be doubtful"
    if pdf.is_encrypted and not pdf.allow.accessibility:
        yield "26-002: locked against assistive technology"
    if "/XFA" in pdf.Root.get("/AcroForm", Dictionary()):
        yield "25-001: a form of a kind that cannot be read"
    if "/Metadata" not in pdf.Root:
        yield "06-001: no metadata"
        return
    xml = pdf.Root.Metadata.read_bytes()
    tree = ElementTree.fromstring(xml[xml.index(b"<x:xmpmeta") : xml.rindex(b"</x:xmpmeta>") + 12])
    if not any(item.get(f"{{{NAMESPACES['ua']}}}part") == "1" for item in tree.iter()):
        yield "06-002: does not say PDF/UA-1"
    if not "".join("".join(title.itertext()) for title in tree.iterfind(".//dc:title", NAMESPACES)).strip():
        yield "06-003: no title"
    if len(tree.findall(".//rdf:RDF", NAMESPACES)) != 1:
        yield "06-rdf: not one description of the file"


def _nesting(tagged: Tagged) -> Iterator[str]:
    for element in tagged.elements:
        up = element.inside[-1] if element.inside else None
        if any(kid.P.objgen != element.data.objgen for kid in element.kids if _is_element(kid)):
            yield f"01-parent: what stands in {element.role} says that it stands elsewhere"
        if element.role not in ROLES:
            yield f"02-001: {element.role} is no standard role"
        if element.role in MAY_STAND_IN and up not in MAY_STAND_IN[element.role]:
            yield f"09-004: {element.role} inside {up}"
        held = {str(kid.S)[1:] for kid in element.kids if _is_element(kid)}
        if element.role in MAY_HOLD and held - MAY_HOLD[element.role]:
            yield f"09-005: {element.role} holds {sorted(held - MAY_HOLD[element.role])}"


def _emptiness(tagged: Tagged) -> Iterator[str]:
    """Yield what is announced and then says nothing. A cell may be blank in a row that is there to be filled in."""
    for element in tagged.elements:
        if element.role == "TR":
            cells = [kid for kid in element.kids if kid.S == "/TD"]
            blank = [cell for cell in cells if not _kids(cell)]
            if blank and len(blank) < len(cells):
                yield "01-empty: a blank TD beside others that say something"
        elif element.role != "TD" and not element.kids:
            yield f"01-empty: {element.role} holds nothing"


def _languages(tagged: Tagged) -> Iterator[str]:
    for element in tagged.elements:
        if not LANGUAGE_TAG.fullmatch(str(element.data.get("/Lang", "en"))):
            yield f"11-002: {element.role} is in no language"


def _headings(tagged: Tagged) -> Iterator[str]:
    levels = [int(element.role[1]) for element in tagged.elements if re.fullmatch("H[1-6]", element.role)]
    if levels[:1] != [1]:
        yield "14-002: the first heading is not H1"
    for above, level in zip(levels, levels[1:], strict=False):
        if level > above + 1:
            yield f"14-003: H{level} follows H{above}"
    if any(element.role == "H" for element in tagged.elements):
        yield "14-007: a heading without a level"


def _figures(tagged: Tagged) -> Iterator[str]:
    for element in tagged.elements:
        if element.role == "Note" and "/ID" not in element.data:
            yield "19-003: a note that nothing can name"
        if element.role == "Formula" and not str(element.data.get("/Alt", "")).strip():
            yield "17-002: a formula without words"
        if element.role != "Figure":
            continue
        if not str(element.data.get("/Alt", "")).strip():
            yield "13-004: a figure without words"
        boxes = [attribute.BBox for attribute in element.attributes if "/BBox" in attribute]
        if not boxes:
            yield "13-box: a figure without its place"
            continue
        left, bottom, right, top = (float(edge) for edge in boxes[0])
        width, height = (float(edge) for edge in list(element.data.Pg.MediaBox)[2:])
        if not (0 <= left < right <= width and 0 <= bottom < top <= height):
            yield "13-box: a figure's box is off its page"


def _tables(tagged: Tagged) -> Iterator[str]:
    named = [bytes(element.data.ID) for element in tagged.elements if "/ID" in element.data]
    if len(named) != len(set(named)):
        yield "01-id: an ID stands twice"
    for element in tagged.elements:
        if element.role == "TH" and not ("/ID" in element.data and attribute(element.data, "/Scope", "")):
            yield "15-003: a header cell that no cell can name, or that heads neither a row nor a column"
        if element.role == "TD":
            headers = [bytes(name) for attribute in element.attributes for name in attribute.get("/Headers", [])]
            if not headers:
                yield "15-003: a cell without a header"
            if not set(headers) <= set(named):
                yield "15-headers: a cell names a header that does not exist"


def _headers(tagged: Tagged) -> Iterator[str]:
    """Yield each cell that does not name what stands over it and beside it, as it is seen."""
    for table in tagged.elements:
        if table.role != "Table":
            continue
        heads: dict[int, Any] = {}
        taken: set[tuple[int, int]] = set()
        beside: dict[int, set[bytes]] = defaultdict(set)
        for line, row in enumerate(_rows(table.data)):
            column, cells = 0, []
            for cell in _kids(row):
                while (line, column) in taken:
                    column += 1
                cells.append((column, cell))
                tall, wide = (int(attribute(cell, name, 1)) for name in ("/RowSpan", "/ColSpan"))
                taken |= {(line + down, column + across) for down in range(tall) for across in range(wide)}
                if cell.S == "/TH" and attribute(cell, "/Scope", "") == "/Column":
                    heads |= {column + across: _name(cell) for across in range(wide)} if row.P.S == "/THead" else {}
                elif cell.S == "/TH":
                    for down in range(tall):
                        beside[line + down].add(_name(cell))
            for column, cell in cells:
                named = {bytes(name) for name in attribute(cell, "/Headers", [])}
                if cell.S == "/TD" and not named >= {heads.get(column, b""), *beside[line]} - {b""}:
                    yield "15-place: a cell that names other headers than it has"


def _rows(data: Any) -> Iterator[Any]:
    for kid in _kids(data):
        if kid.S == "/TR":
            yield kid
        elif kid.S in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(kid)


def _name(cell: Any) -> bytes:
    return bytes(cell.get("/ID", b""))


def attribute(data: Any, name: str, otherwise: Any) -> Any:
    return next((attribute[name] for attribute in _attributes(data) if name in attribute), otherwise)


def _content(tagged: Tagged) -> Iterator[str]:
    for number, page in enumerate(tagged.pdf.pages, 1):
        marked: set[int] = set()
        for failure in _painted(page, marked):
            yield f"{failure} on page {number}"
        slots = tagged.parents[int(page.obj.StructParents)]
        for mark in sorted(marked):
            owners = tagged.owners[page.obj.objgen, mark]
            if len(owners) != 1:
                yield f"01-owner: content {mark} on page {number} has {len(owners)} owners"
            elif slots[mark].objgen != owners[0].objgen:
                yield f"01-owner: the parent tree disagrees about content {mark} on page {number}"


def _painted(page: pikepdf.Page, marked: set[int]) -> Iterator[str]:
    """Yield what is painted outside tags and artifacts; collect the numbers of marked content."""
    open_marks: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in ("BMC", "BDC"):
            kind = _kind_of_mark(operands, word)
            if {kind, *open_marks} >= {"artifact", "tag"}:
                yield "01-003: artifact and tagged content inside each other"
            if kind == "tag":
                if int(operands[1].MCID) in marked:
                    yield "01-mcid: a content number stands twice"
                marked.add(int(operands[1].MCID))
            open_marks.append(kind)
        elif word == "EMC":
            if not open_marks:
                yield "01-marks: more marks end than begin"
            else:
                open_marks.pop()
        elif word in PAINTING and not {"artifact", "tag"} & set(open_marks):
            yield f"01-005: {word} is neither tagged nor an artifact"
    if open_marks:
        yield "01-marks: a mark does not end"


def _kind_of_mark(operands: Any, word: str) -> str:
    if str(operands[0]) == "/Artifact":
        return "artifact"
    return "tag" if word == "BDC" and "/MCID" in operands[1] else "other"


def _annotations(tagged: Tagged) -> Iterator[str]:
    for page in tagged.pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            element, kind = tagged.annotated.get(annotation.objgen), str(annotation.get("/Subtype", ""))
            if str(page.obj.get("/Tabs", "")) != "/S":
                yield "28-008: the tab order does not follow the tags"
            if kind == "/TrapNet":
                yield "28-007: a mark for printers"
            if element is None or element.role not in ("Link", "Form"):
                yield f"{ANNOTATED.get(kind, '28-002')}: a {kind[1:]} outside the tags"
            elif (
                tagged.parents.get(int(annotation.get("/StructParent", -1)), element.data).objgen != element.data.objgen
            ):
                yield f"28-parent: the parent tree disagrees about a {kind[1:]}"
            if not str(annotation.get("/Contents", annotation.get("/TU", ""))).strip():
                yield f"{WORDED.get(kind, '28-004')}: a {kind[1:]} without words"


def _fonts(tagged: Tagged) -> Iterator[str]:
    for item in tagged.pdf.objects:
        if not isinstance(item, Dictionary) or item.get("/Type") != Name.Font:
            continue
        if item.get("/Subtype") == Name.Type0 and "/ToUnicode" not in item:
            yield f"31-027: {item.BaseFont} says no text"
        elif "/ToUnicode" in item and NO_LETTER.search(item.ToUnicode.read_bytes()):
            yield f"31-028: {item.BaseFont} says a letter that is none"
        if item.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in item:
            yield f"31-005: {item.BaseFont} does not say which glyph is which"
        if "/FontDescriptor" in item and not {"/FontFile2", "/FontFile3"} & set(item.FontDescriptor.keys()):
            yield f"31-009: {item.BaseFont} is not embedded"


def _attachments(tagged: Tagged) -> Iterator[str]:
    for name, file in tagged.pdf.attachments.items():
        if not {"/F", "/UF"} <= set(file.obj.keys()):
            yield f"21-001: the attachment {name} has no name"


CHECKS = (
    _nesting,
    _emptiness,
    _languages,
    _headings,
    _figures,
    _tables,
    _headers,
    _content,
    _annotations,
    _fonts,
    _attachments,
)
