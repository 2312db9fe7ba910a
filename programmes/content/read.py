"""A content directory, read from disk into a shelf. Judges only whether files can be read, not what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from programmes.content.problem import BrokenContent, Problem
from programmes.content.shelf import FILES, FOLDERS, LISTS, Item, Shelf
from programmes.content.yaml_file import UnreadableFile, read_yaml

SHIPPED = Path(__file__).resolve().parent / "en"
MANIFEST = "manifest.yaml"


def content_directory(path: Path) -> Path:
    """Return *path*, or the one language folder in it. Raises BrokenContent."""
    if not path.is_dir():
        raise BrokenContent([Problem(str(path), "", "is no folder; name the folder that holds the content")])
    if (path / "words.yaml").exists() or (path / "exercises").exists():
        return path
    folders = sorted(folder for folder in path.iterdir() if (folder / "words.yaml").exists())
    if len(folders) == 1:
        return folders[0]
    names = ", ".join(folder.name for folder in folders)
    reason = f"holds content in several languages ({names}); name one of them" if folders else "holds no content"
    raise BrokenContent([Problem(str(path), "", reason)])


def read(directory: Path) -> tuple[Shelf, list[Problem]]:
    """Return what *directory* holds, and why any of its files could not be read."""
    shelf, problems = Shelf(), _strays(directory)
    for name in FILES:
        problems += _read_file(shelf, directory, name)
    for folder in FOLDERS:
        problems += _read_folder(shelf, directory, folder)
    return shelf, problems


def _strays(directory: Path) -> list[Problem]:
    """A file with a slip in its name would be passed over, and all it holds retired."""
    expected = {directory / name for name in (*FILES, MANIFEST)}
    found = [path for path in directory.rglob("*") if path.is_file() and not path.name.startswith(".")]
    strays = [
        path
        for path in found
        if path not in expected and (path.parent.parent != directory or path.parent.name not in FOLDERS)
    ]
    strays += [path for path in found if path not in expected and path not in strays and path.suffix != ".yaml"]
    reason = "is no file of the content; rename it or move it elsewhere"
    return [Problem(path.relative_to(directory).as_posix(), "", reason) for path in sorted(strays)]


def _read_file(shelf: Shelf, directory: Path, name: str) -> list[Problem]:
    kinds = [kind for kind, (file, _key) in LISTS.items() if file == name]
    data, problems = _values(directory, name)
    if not isinstance(data, dict):
        shelf.incomplete |= set(kinds)
        return problems
    shelf.files[name] = Item(name, name, name, "", data, has_its_shape=not problems)
    for kind in kinds:
        shelf.items[kind] = _items(kind, name, data.get(kind))
        if not isinstance(data.get(kind), list):
            shelf.incomplete.add(kind)
    return problems


def _read_folder(shelf: Shelf, directory: Path, folder: str) -> list[Problem]:
    if not (directory / folder).is_dir():
        shelf.incomplete.add(folder)
        return [Problem(folder, "", "is missing; add the folder")]
    problems = []
    shelf.items[folder] = []
    for path in sorted((directory / folder).glob("*.yaml")):
        name = f"{folder}/{path.name}"
        data, found = _values(directory, name)
        shelf.items[folder].append(Item(folder, path.stem, name, "", data, has_its_shape=not found))
        problems += found
    return problems


def _values(directory: Path, name: str) -> tuple[Any, list[Problem]]:
    try:
        data, faults = read_yaml(directory / name)
    except FileNotFoundError:
        return None, [Problem(name, "", "is missing; add the file")]
    except (UnreadableFile, OSError) as error:
        return None, [Problem(name, "", str(error))]
    if not isinstance(data, dict):
        faults.append("must be a set of named values, such as “slug: squat”")
    return data, [Problem(name, "", fault) for fault in faults]


def _items(kind: str, file: str, rows: Any) -> list[Item]:
    key = LISTS[kind][1]
    items = []
    for position, row in enumerate(rows if isinstance(rows, list) else ()):
        name = row.get(key) if isinstance(row, dict) else None
        label = name if isinstance(name, str) else str(position)
        items.append(Item(kind, label, file, f"{kind}[{label}]", row))
    return items
