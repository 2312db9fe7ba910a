"""How long a handout takes, beside headless Chromium printing the same page, warm. Times are only printed.

A few rounds in an ordinary run; `make benchmark` takes as many as the README's table. Aims, of Chromium's time with
a page that is used again: 1.0 for the handout of eight exercises, 0.75 for the plan on one sheet.
"""

import os
import re
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, Playwright

from programmes.handout import page, pdf
from programmes.handout.document import Document
from programmes.handout.fonts import FOLDER
from programmes.handout.prepare import prepare
from programmes.models import Layout, Programme
from tests.benchmarks import processes

IS_FULL = bool(os.environ.get("FULL_BENCHMARK"))
ROUNDS = 15 if IS_FULL else 2
RENDERS, FIRST_LOOK = (1000, 10) if IS_FULL else (12, 4)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PRINT = {"generateTaggedPDF": True, "preferCSSPageSize": True, "printBackground": True}
LINKS = re.compile(r'(?:<link rel="stylesheet"[^>]*>\s*)+')
FONT = re.compile(r'url\("(fonts/[^"]+)"\)')

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to compare with"),
    pytest.mark.skipif(not processes.PROC.exists(), reason="times of processes are read from /proc"),
]


@dataclass
class Printer:
    """One way to a PDF, and what it took each time."""

    name: str
    work: Callable[[], bytes]
    cpu_seconds: Callable[[], float]
    content: bytes = b""
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def go(self) -> None:
        started, used = perf_counter(), self.cpu_seconds()
        self.content = self.work()
        self.wall.append(perf_counter() - started)
        self.cpu.append(self.cpu_seconds() - used)

    def against(self, other: "Printer") -> str:
        """Say the times and the middle of the rounds' ratios; of the CPU that of the sums, as its ticks are long."""
        ratio = median(one / two for one, two in zip(self.wall, other.wall, strict=True))
        with pikepdf.open(BytesIO(self.content)) as file:
            pages, is_tagged = len(file.pages), "/StructTreeRoot" in file.Root
        return (
            f"  {self.name:32} {median(self.wall) * 1000:5.0f} ms {ratio:5.2f}   "
            f"CPU {sum(self.cpu) / len(self.cpu) * 1000:5.0f} ms {sum(self.cpu) / sum(other.cpu):5.2f}   "
            f"{pages} pages, {len(self.content) / 1024:.0f} KiB, {'tagged' if is_tagged else 'not tagged'}"
        )


def with_browser() -> float:
    """Return the processor time of this process, which drives the browser, and of the browser's own.

    For this product its own process alone counts: a browser that is used again goes on tidying up meanwhile.
    """
    return process_time() + sum(processes.cpu_seconds(process) for process in processes.below(os.getpid()))


@pytest.fixture
def beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver of the browser runs an event loop in this thread, beside which Django refuses its database."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def handout(beside_a_browser: None, db: None) -> Document:
    """Return the shipped handout of eight exercises, with all its pictures."""
    call_command("load_library", verbosity=0)
    template = Programme.objects.with_lines().get(slug="tpl-patellofemoral-pain", patient=None)
    return prepare(template, issued=date(2026, 3, 2))


def for_browser(document: Document, layout: str) -> str:
    """Return the patient's web page in one piece: pictures are in it already, styles and fonts are put there."""
    styles = (FOLDER.parent / "fonts.css").read_text() + (FOLDER.parent / "handout.css").read_text()
    inlined = FONT.sub(lambda found: f"url(data:font/ttf;base64,{_packed(FOLDER.parent / found[1])})", styles)
    return LINKS.sub(lambda found: f"<style>{inlined}</style>", page.render(document, layout, for_web=True))


def _packed(path: Path) -> str:
    return b64encode(path.read_bytes()).decode()


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


def print_in(sheet: Page, session: Any, html: str) -> bytes:
    sheet.set_content(html)
    sheet.evaluate("document.fonts.ready.then(() => true)")
    return b64decode(session.send("Page.printToPDF", PRINT)["data"])


def print_in_new_page(browser: Browser, html: str) -> bytes:
    sheet = browser.new_page()
    try:
        return print_in(sheet, sheet.context.new_cdp_session(sheet), html)
    finally:
        sheet.context.close()


def compare(document: Document, layout: str, browser: Browser) -> list[Printer]:
    """Return this product, Chromium with one page, and Chromium with a new page each time, after all the rounds."""
    html, web = page.render(document, layout), for_browser(document, layout)
    sheet = browser.new_page()
    session = sheet.context.new_cdp_session(sheet)
    printers = [
        Printer("this product", lambda: pdf.from_html(html, document), process_time),
        Printer("Chromium, page used again", lambda: print_in(sheet, session, web), with_browser),
        Printer("Chromium, new page each time", lambda: print_in_new_page(browser, web), with_browser),
    ]
    for printer in printers * 2:
        printer.work()
    for _round in range(ROUNDS):
        for printer in printers:
            printer.go()
    sheet.context.close()
    return printers


@pytest.mark.parametrize("layout", [Layout.STANDARD, Layout.ONE_SHEET])
def test_a_handout_beside_chromium(
    handout: Document, layout: str, playwright: Playwright, capsys: pytest.CaptureFixture[str]
):
    with chromium(playwright) as browser:
        printers = compare(handout, layout, browser)
        theirs = sum(processes.memory_mib(process) for process in processes.below(os.getpid()))
        ours = processes.memory_mib(os.getpid())
    with capsys.disabled():
        print(f"\n{layout}, {ROUNDS} rounds; ratios to Chromium with its page used again")
        print("\n".join(printer.against(printers[1]) for printer in printers))
        print(
            f"  memory: {ours:.0f} MiB this process with Django and the tests; {theirs:.0f} MiB Chromium and its driver"
        )
    assert sum(len(part.cards) for part in handout.parts) == 8
    assert all(printer.content.startswith(b"%PDF") for printer in printers)


def test_memory_over_many_renders(handout: Document, capsys: pytest.CaptureFixture[str]):
    memory = {}
    for count in range(1, RENDERS + 1):
        pdf.render(handout, Layout.STANDARD)
        if count in (FIRST_LOOK, RENDERS):
            memory[count] = processes.memory_mib(os.getpid())
    first, last = memory.values()
    with capsys.disabled():
        print(
            f"\n{RENDERS} renders in one process: {first:.0f} MiB after {FIRST_LOOK}, {last:.0f} MiB after {RENDERS} "
            f"({last / first:.2f} times)"
        )
    assert len(memory) == 2
