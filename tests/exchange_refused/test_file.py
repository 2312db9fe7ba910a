"""Files that were damaged, or made to do harm: each refused whole, with a sentence that says what and where."""

import json
import shutil
import stat
import struct
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from programmes.exchange import parts
from tests.exchange_refused.refusal import refusal
from tests.taking_along import plain, resealed


def test_a_file_that_is_not_there_or_something_else_is_refused(made: Path):
    other = made.with_name("other.zip")
    assert "There is no such file" in refusal(other)
    for body in (b"", b"%PDF-1.7", b"PK\x03\x04"):
        other.write_bytes(body)
        assert "It is no export of a clinic, or was cut short" in refusal(other)


def test_a_zip_of_something_else_is_refused(made: Path):
    other = made.with_name("other.zip")
    with ZipFile(other, "w") as archive:
        archive.writestr("letter.json", "{}")
    assert "it has no manifest" in refusal(other)


@pytest.mark.django_db
def test_a_backup_of_the_whole_site_is_refused(made: Path):
    other = made.with_name("other.zip")
    with ZipFile(other, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": 1, "version": "1", "migrations": []}))
    assert "It is no export of this product" in refusal(other)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_refused(made: Path, share: float):
    body = made.read_bytes()
    made.write_bytes(body[: int(len(body) * share)])
    assert "cut short" in refusal(made)


@pytest.mark.parametrize("share", [0, 0.2, 0.4, 0.6, 0.8, 0.99])
def test_a_file_with_one_byte_of_a_part_changed_is_refused(made: Path, share: float):
    """What a zip says of its parts beside them, such as when each was made, is nothing that comes in."""
    with ZipFile(made) as archive:
        parts = archive.infolist()
    part = parts[int(len(parts) * share)]
    body = bytearray(made.read_bytes())
    head = body[part.header_offset :][:30]
    begins = part.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    body[begins + part.compress_size // 2] ^= 0x40
    made.write_bytes(body)
    assert refusal(made)


def changed(file: Path, name: str, body: bytes | None) -> Path:
    """Return a copy with another part, of which the manifest knows nothing."""
    other = file.with_name("changed.zip")
    with ZipFile(file) as old, ZipFile(other, "w", ZIP_DEFLATED) as new:
        for known in old.namelist():
            if known != name:
                new.writestr(known, old.read(known))
        if body is not None:
            new.writestr(name, body)
    return other


def test_a_part_that_is_not_as_it_was_written_is_named(made: Path):
    with ZipFile(made) as archive:
        body = archive.read("patients.json")
    other = body.replace(b"Eva", b"Eve")
    assert "patients.json is not as it was written" in refusal(changed(made, "patients.json", other))
    assert "patients.json is not as long" in refusal(changed(made, "patients.json", body + b" "))


def test_a_part_that_is_missing_or_that_nobody_named_is_refused(made: Path):
    assert "patients.json is missing" in refusal(changed(made, "patients.json", None))
    assert "more.json, which its manifest does not name" in refusal(changed(made, "more.json", b"{}"))
    assert "goals.json: this part is missing" in refusal(resealed(made, {"goals.json": None}))
    assert "more.json: no row names this part" in refusal(resealed(made, {"more.json": b"{}"}))


def with_member(file: Path, member: ZipInfo | str, body: bytes = b"x") -> Path:
    other = file.with_name("more.zip")
    shutil.copy(file, other)
    with ZipFile(other, "a") as archive:
        archive.writestr(member, body)
    return other


SLIPPING = ["../out.png", "/etc/out.png", "a/../../out.png", "..\\out.png", "C:/out.png", "a\0b.png", "own/", "a b.png"]


@pytest.mark.parametrize("name", [*SLIPPING, "ä.png", "x" * 300 + ".png", "out.py", ".png", "a/b/c/d/e.png"])
def test_a_name_that_none_of_ours_has_is_refused(made: Path, name: str):
    other = with_member(made, ZipInfo("good.png" if "\0" in name or "\\" in name else name))
    if "\0" in name or "\\" in name:
        # The library that writes archives puts such a name right, so that it is put in by hand.
        wrong = name.ljust(8, "x")[:8].encode()
        other.write_bytes(other.read_bytes().replace(b"good.png", wrong))
    assert "of a name that none of ours has" in refusal(other)
    assert not (made.parent / "out.png").exists()
    assert not (made.parent.parent / "out.png").exists()


def test_a_link_in_place_of_a_file_is_refused(made: Path):
    member = ZipInfo("own/pictures/link.png")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "own/pictures/link.png is a link" in refusal(with_member(made, member, b"/etc/passwd"))


def test_two_parts_of_one_name_are_refused(made: Path):
    with pytest.warns(UserWarning, match="Duplicate"):
        other = with_member(made, "patients.json", b"[\n]\n")
    assert "two parts called patients.json" in refusal(other)


def test_a_part_that_would_unpack_to_far_too_much_is_refused_unpacked(made: Path):
    member = ZipInfo("bomb.json")
    member.compress_type = ZIP_DEFLATED
    words = refusal(with_member(made, member, b" " * 50_000_000))
    assert "bomb.json would unpack to 50,000,000 bytes" in words


def test_a_part_that_says_it_is_small_and_is_not_is_refused(made: Path):
    """Its directory says 9 bytes; what follows is more."""
    member = ZipInfo("liar.json")
    member.compress_type = ZIP_STORED
    other = with_member(made, member, b" " * 5000)
    body = other.read_bytes()
    at = body.rindex(b"PK\x01\x02", 0, body.rindex(b"liar.json"))
    packed = struct.pack("<L", 5000)
    lying = body[:at] + body[at:].replace(packed + packed, packed + struct.pack("<L", 9), 1)
    other.write_bytes(lying)
    assert "liar.json" in refusal(other)


def test_too_many_parts_are_refused(made: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parts, "MOST_PARTS", 20)
    assert "no export has more than 20" in refusal(made)


def test_parts_that_lie_over_each_other_are_refused(made: Path):
    """A known way to have a small file unpack to much: many entries for the same bytes."""
    other = made.with_name("over.zip")
    with ZipFile(other, "w") as archive:
        for number in range(2):
            archive.writestr(f"part-{number}.json", b"x" * 4000)
    body = other.read_bytes()
    at = body.rindex(b"PK\x01\x02")
    second = bytearray(body[at:])
    second[42:46] = struct.pack("<L", 0)
    other.write_bytes(body[:4039] + body[body.index(b"PK\x01\x02") : at] + bytes(second))
    assert refusal(other)


def with_manifest(file: Path, **changes: Any) -> Path:
    return changed(file, "manifest.json", json.dumps({**plain(file, "manifest.json"), **changes}).encode())


def test_a_file_of_a_later_format_says_what_to_do(made: Path):
    words = refusal(with_manifest(made, format=2, version="9.1"))
    assert "It is in format 2, made by version '9.1' of the product; this one reads format 1" in words
    assert "Import it with that version" in words


@pytest.mark.parametrize(
    "changes",
    [
        {"clinic": None},
        {"clinic": {"id": 1, "name": "x"}},
        {"parts": {}},
        {"parts": [1]},
        {"parts": [{"name": 1, "bytes": 1, "sha256": ""}]},
        {"parts": [{"name": "a.json", "bytes": -1, "sha256": ""}]},
        {"parts": [{"name": "a.json", "bytes": 1, "sha256": "", "rows": "1"}]},
        {"version": None},
    ],
)
def test_a_manifest_of_another_shape_is_refused(made: Path, changes: dict[str, Any]):
    assert "manifest is none of ours" in refusal(with_manifest(made, **changes))


def test_a_manifest_that_names_a_part_twice_is_refused(made: Path):
    stated = plain(made, "manifest.json")["parts"]
    assert "names a part twice" in refusal(with_manifest(made, parts=[*stated, stated[0]]))


def test_the_library_alone_is_no_clinic(made: Path, made_once: Path):
    assert "Bring it in with import_library" in refusal(made_once.with_name("library.zip"))


# Its JSON

BODIES = [
    (b"", "must be a list with a row on each line"),
    (b"{}", "must be a list with a row on each line"),
    (b"[\nROW\n", "must be a list with a row on each line, and nothing after it"),
    (b"[\nROW\nROW\n]\n", "must be a list with a row on each line"),
    (b"[\nROW\n]\nROW\n", "nothing after it"),
    (b"[\n{\n]\n", "is no JSON that can be read"),
    (b"[\n\xff\n]\n", "is no JSON that can be read"),
    (b'[\n{"a": NaN}\n]\n', "NaN is no number"),
    (b'[\n{"a": 1, "a": 2}\n]\n', "a key stands twice"),
    (b"[\n" + b"[" * 5000 + b"]" * 5000 + b"\n]\n", "is nested too deeply"),
    (b"[\n" + b"[" * 200_000 + b"\n]\n", "nested too deeply"),
    (b"[\n5\n]\n", "row 1: must be a set of named values"),
    (b"[\n[]\n]\n", "row 1: must be a set of named values"),
    (b'[\n{"id": ' + b"9" * 5000 + b"}\n]\n", "is no JSON that can be read"),
]


@pytest.mark.parametrize(("body", "words"), BODIES, ids=range(len(BODIES)))
def test_a_list_that_is_none_is_refused(made: Path, body: bytes, words: str):
    row = json.dumps(plain(made, "patients.json")[0]).encode()
    said = refusal(resealed(made, {"patients.json": body.replace(b"ROW", row)}))
    assert said.startswith("patients.json")
    assert words in said


def test_a_list_of_another_length_than_was_said_is_refused(made: Path):
    stated = plain(made, "manifest.json")["parts"]
    less = [{**part, "rows": 5} if part["name"] == "patients.json" else part for part in stated]
    assert "patients.json: holds 1 rows and not 5" in refusal(with_manifest(made, parts=less))
