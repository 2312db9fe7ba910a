"""A content directory, read from disk into a shelf, with the folders of other languages beside it.

Judges only whether files can be read, not what they say.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from programmes.content import translated
from programmes.content.problem import BrokenContent, Problem
from programmes.content.shelf import FILES, FOLDERS, LISTS, Item, Shelf, Translation
from programmes.content.yaml_file import UnreadableFile, read_yaml

CONTENT = Path(__file__).resolve().parent
SHIPPED = CONTENT / "en"
MANIFEST = "manifest.yaml"
WORDS = "words.yaml"
SEARCH = "search.yaml"
EXERCISES = "exercises"


def content_directory(path: Path) -> Path:
    """Return *path*, or of the language folders in it the English one, or the only one. Raises BrokenContent."""
    if not path.is_dir():
        raise BrokenContent([Problem(str(path), "", "is no folder; name the folder that holds the content")])
    if _is_language(path):
        return path
    folders = _languages(path)
    english = [folder for folder in folders if folder.name == SHIPPED.name]
    if english or len(folders) == 1:
        return (english or folders)[0]
    names = ", ".join(folder.name for folder in folders)
    reason = f"holds several languages ({names}) and no English; name one of them" if folders else "holds no content"
    raise BrokenContent([Problem(str(path), "", reason)])


def read_all(path: Path) -> tuple[Shelf, list[Problem]]:
    """Return the content at *path*; with its translations, unless *path* is itself the folder of a language."""
    directory = content_directory(path)
    shelf, problems = read(directory)
    for folder in _languages(path) if directory != path else ():
        if folder != directory:
            translation, found = read_translation(folder)
            shelf.translations.append(translation)
            problems += found
    return shelf, problems


def read(directory: Path) -> tuple[Shelf, list[Problem]]:
    """Return what *directory* holds, and why any of its files could not be read."""
    shelf, problems = Shelf(), _strays(directory)
    for name in FILES:
        problems += _read_file(shelf, directory, name)
    for folder in FOLDERS:
        problems += _read_folder(shelf, directory, folder)
    return shelf, problems


def read_translation(directory: Path) -> tuple[Translation, list[Problem]]:
    """Return the texts in the folder of a language that is not the library's own, and what could not be read."""
    translation, problems = Translation(directory.name), _translation_strays(directory)
    words = f"{directory.name}/{WORDS}"
    data, found = _values(directory.parent, words)
    problems += found
    if isinstance(data, dict):
        translation.words = Item("side words", directory.name, words, "", data, has_its_shape=not found)
    if (directory / SEARCH).exists():
        search = f"{directory.name}/{SEARCH}"
        data, found = _values(directory.parent, search)
        translation.search = Item("search words", directory.name, search, "", data, has_its_shape=not found)
        problems += found
    for path in sorted((directory / EXERCISES).glob("*.yaml")):
        name = f"{directory.name}/{EXERCISES}/{path.name}"
        data, found = _values(directory.parent, name)
        translation.exercises.append(Item("exercise texts", path.stem, name, "", data, has_its_shape=not found))
        problems += found
    for path in _translated_files(directory):
        name = path.relative_to(directory).as_posix()
        file = f"{directory.name}/{name}"
        data, found = _values(directory.parent, file)
        translation.files.append(Item("texts of a file", name, file, "", data, has_its_shape=not found))
        problems += found
    return translation, problems


def _is_language(folder: Path) -> bool:
    return (folder / WORDS).exists() or (folder / EXERCISES).exists()


def _languages(path: Path) -> list[Path]:
    return sorted(folder for folder in path.iterdir() if _is_language(folder))


def _translated_files(directory: Path) -> list[Path]:
    in_folders = (path for folder in translated.FOLDERS for path in sorted((directory / folder).glob("*.yaml")))
    return [*(directory / name for name in translated.FILES if (directory / name).exists()), *in_folders]


def _translation_strays(directory: Path) -> list[Problem]:
    expected = {
        directory / WORDS,
        directory / SEARCH,
        *(directory / EXERCISES).glob("*.yaml"),
        *_translated_files(directory),
    }
    found = [path for path in directory.rglob("*") if path.is_file() and not path.name.startswith(".")]
    reason = "is no file of a translation; rename it or move it elsewhere"
    strays = sorted(path for path in found if path not in expected)
    return [Problem(path.relative_to(directory.parent).as_posix(), "", reason) for path in strays]


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
