"""Each lock file says the same as what it was made from, with hashes: `make lock` writes them."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ENTRY = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ;.*?)? \\\n((?:    --hash=\S+(?: \\)?\n)+)", flags=re.MULTILINE)


class Lock:
    """A file of what is asked for, and the one that locks all of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = (ROOT / f"{name}.lock").read_text()
        self.entries = ENTRY.findall(self.text)
        self.locked = {name: pinned for name, pinned, _hashes in self.entries}

    def wanted(self) -> list[Requirement]:
        return list(_wanted(ROOT / f"{self.name}.txt"))


def _wanted(path: Path) -> Iterator[Requirement]:
    for line in path.read_text().splitlines():
        asked = line.partition("#")[0].strip()
        if asked.startswith("-r "):
            yield from _wanted(path.parent / asked.removeprefix("-r "))
        elif asked:
            yield Requirement(asked)


@pytest.fixture(params=["requirements", "requirements-scale"])
def lock(request: pytest.FixtureRequest) -> Lock:
    return Lock(request.param)


def brought_along(asked: list[Requirement]) -> dict[str, str]:
    """Return the version of everything that is installed for what was *asked*, on this machine."""
    found: dict[str, str] = {}
    extras_seen: set[tuple[str, str]] = set()
    while asked:
        requirement = asked.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) in extras_seen:
                continue
            extras_seen.add((name, extra))
            found[name] = version(name)
            asked += [each for each in map(Requirement, requires(name) or []) if _applies(each, extra)]
    return found


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def test_what_is_asked_for_is_pinned_exactly_and_alike(lock: Lock):
    asked = {canonicalize_name(each.name): str(each.specifier) for each in lock.wanted()}
    assert {name: f"=={lock.locked.get(name)}" for name in asked} == asked, "run: make lock"


def test_all_that_comes_along_is_locked(lock: Lock):
    try:
        along = brought_along(lock.wanted())
    except PackageNotFoundError as error:  # pragma: no cover
        pytest.fail(f"{error.name} is not installed: pip install -r requirements-dev.txt")
    assert set(along) - set(lock.locked) == set(), "run: make lock"


def test_every_entry_has_hashes_of_the_long_kind_and_there_is_nothing_else(lock: Lock):
    bare = re.sub(r"^ *#.*\n", "", lock.text, flags=re.MULTILINE)
    for name, _pinned, hashes in lock.entries:
        assert re.fullmatch(r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", hashes), name
    assert len(re.findall(r"^\S", bare, flags=re.MULTILINE)) == len(lock.entries) == len(lock.locked)


def test_it_names_no_index_and_no_file_of_whoever_wrote_it(lock: Lock):
    assert not re.search(r"https?:|file:|--index|--find-links|--extra|@ ", lock.text)


def test_wheels_for_other_machines_are_let_in(lock: Lock):
    """Compiled packages come in dozens of files, each with its hash; one would be that of this machine alone."""
    hashes = {name: each.count("--hash=") for name, _pinned, each in lock.entries}
    assert min(hashes[name] for name in ("psycopg-binary", "pillow", "pikepdf", "brotli", "pyyaml", "cffi")) >= 10


def test_the_small_site_runs_on_the_same_versions_as_the_large():
    small, large = Lock("requirements").locked, Lock("requirements-scale").locked
    assert {name: large.get(name) for name in small} == small
