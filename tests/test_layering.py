"""Who may import whom: the rooms of the house, read off the import statements."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = {"charts", "dosage", "precautions", "running", "sides", "plain_words", "figures"}
DOMAIN = {"models"} | PURE
EVERYTHING = DOMAIN | {
    "access",
    "archive",
    "backup",
    "batches",
    "copies",
    "copying",
    "editing",
    "exchange",
    "not_stored",
    "own_copy",
    "picture_files",
    "pictures",
    "plan_file",
    "rights",
    "screening",
    "serving",
    "shared_files",
    "shapes",
    "side_words",
    "sign_off",
    "sign_in_records",
    "signing_in",
    "starting",
    "variants",
    "whole_files",
    "watching",
    "content",
    "handout",
    "inviting",
    "diary",
    "runs",
    "links",
    "wrong_tries",
    "tasks",
}
MAY_IMPORT = {
    **dict.fromkeys(PURE, PURE),
    "models": DOMAIN,
    "access": DOMAIN,
    "archive": set(),
    "backup": {"archive"},
    "editing": DOMAIN | {"access", "own_copy", "shapes", "side_words"},
    "exchange": DOMAIN | {"archive", "editing", "handout", "picture_files", "rights", "shapes"},
    "shapes": DOMAIN,
    "side_words": DOMAIN,
    "copies": DOMAIN | {"copying", "own_copy"},
    "copying": DOMAIN,
    "not_stored": {"whole_files"},
    "own_copy": DOMAIN | {"copying"},
    "batches": DOMAIN | {"editing", "handout", "sign_off", "starting"},
    "rights": DOMAIN,
    "screening": DOMAIN,
    "sign_off": DOMAIN,
    "inviting": DOMAIN,
    "signing_in": DOMAIN | {"inviting", "wrong_tries"},
    "sign_in_records": DOMAIN,
    "starting": DOMAIN | {"copies", "copying", "variants"},
    "variants": DOMAIN,
    "shared_files": {"whole_files"},
    "whole_files": set(),
    "watching": DOMAIN,
    "picture_files": {"handout"},
    "pictures": DOMAIN,
    "plan_file": DOMAIN | {"handout"},
    "serving": {"pictures"},
    "content": DOMAIN | {"shapes"},
    "handout": DOMAIN | {"access", "handout", "links", "pictures", "sign_off"},
    "diary": DOMAIN | {"handout"},
    "runs": DOMAIN | {"copying", "diary"},
    "links": DOMAIN,
    "wrong_tries": set(),
    "tasks": DOMAIN | {"batches"},
    "admin": EVERYTHING | {"admin"},
    "api": EVERYTHING | {"api"},
    "portal": EVERYTHING | {"portal"},
    "management": EVERYTHING,
}
NO_ROOM = {"apps", "__init__", "formats", "migrations"}
OF_DJANGO_FOR_PURE = {"django.utils.translation", "django.utils.functional"}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "programmes").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def modules() -> list[Path]:
    paths = (ROOT / "programmes").rglob("*.py")
    return sorted(path for path in paths if room_of(path) not in NO_ROOM)


def rooms_imported(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("programmes.")}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_the_rooms_it_may(path: Path):
    room = room_of(path)
    assert rooms_imported(imported(path)) - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("room", sorted(PURE))
def test_a_pure_room_takes_only_translation_from_django(room: str):
    paths = [path for path in modules() if room_of(path) == room]
    names = {name for path in paths for name in imported(path) if name.startswith(("django", "rest_framework"))}
    assert {name.rpartition(".")[0] for name in names} <= OF_DJANGO_FOR_PURE


def test_the_site_only_names_our_rooms_in_settings_and_urls():
    for path in (ROOT / "rehab").glob("*.py"):
        if path.name not in {"settings.py", "urls.py"}:
            assert not rooms_imported(imported(path))


def test_the_check_sees_an_import_that_is_not_allowed(tmp_path: Path):
    stray = tmp_path / "dosage.py"
    stray.write_text("from programmes.models import Exercise\n")
    assert rooms_imported(imported(stray)) - MAY_IMPORT["dosage"] == {"models"}
