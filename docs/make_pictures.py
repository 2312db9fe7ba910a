"""Remake the pictures of README and docs from the real product: `make pictures`. Needs what the tests need."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
MANAGE = [sys.executable, "manage.py"]
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    address = f"127.0.0.1:{_free_port()}"
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/pictures.sqlite3"
        environment = {**os.environ, "DATABASE_URL": database, "SITE_URL": f"http://{address}"}
        demo = subprocess.run(
            [*MANAGE, "demo", "--output", folder], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        _handout(Path(folder) / "tpl-patellofemoral-pain.pdf")
        with _site(environment, address), _browser() as browser:
            page = browser.new_page(viewport={"width": 1440, "height": 1100})
            page.goto(f"http://{address}/admin/")
            _log_in(page, _password(demo.stdout))
            _builder(page)
            _running_plan(page)
            _patients_page(page, browser.new_page(viewport={"width": 390, "height": 760}, device_scale_factor=2))
            _builder_on_a_telephone(page)
            page.set_viewport_size({"width": 1000, "height": 700})
            _class(page)
            _spreadsheet(page)
            _recall(page)
    for picture in PICTURES.glob("*.png"):
        _slim(picture)


def _slim(picture: Path) -> None:
    """Keep to 128 colours: drawings and letters look the same, at a third of the size."""
    with Image.open(picture) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(picture, optimize=True)


def _password(printed: str) -> str:
    return re.findall(r"Password: (\S+)", printed)[0]


def _handout(pdf: Path) -> None:
    options = ["-r", "70", "-png", "-singlefile", "-f", "1", "-l", "1"]
    subprocess.run(["pdftoppm", *options, str(pdf), str(PICTURES / "handout")], check=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _site(environment: dict[str, str], address: str) -> Iterator[None]:
    server = subprocess.Popen(
        [*MANAGE, "runserver", "--noreload", address],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://{address}/healthz")
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The site did not start.")


def _log_in(page: Page, password: str) -> None:
    page.fill("[name=login]", "demo")
    page.fill("[name=password]", password)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_load_state()


def _open(page: Page, link: str) -> None:
    """Open a page of Maya Okafor's programme."""
    page.goto(urljoin(page.url, "/admin/programmes/programme/"))
    page.get_by_role("link", name=re.compile("Maya Okafor")).first.click()
    page.get_by_role("link", name=link).first.click()


def _builder(page: Page) -> None:
    _open(page, "Builder")
    page.frame_locator("#sheet").get_by_text("PREVIEW").wait_for()
    page.fill("#search", "clamshel 3x12 L")
    page.get_by_role("option", name="Clamshell with band").wait_for()
    page.screenshot(path=PICTURES / "builder.png")


def _running_plan(page: Page) -> None:
    """Plan from stage 9, with one run longer than it should be."""
    _open(page, "Running plan")
    page.get_by_role("button", name="Add a running plan").click()
    said = {"longest_run": "8", "weekly": "20", "usual_weekly": "40", "starts_on": "2026-03-02", "steps": "160"}
    for name, value in said.items():
        page.fill(f"#id_{name}", value)
    page.select_option("#id_stage_number", "9")
    for day in ("Monday", "Wednesday", "Saturday"):
        page.get_by_label(day).check()
    page.get_by_role("button", name="Propose the weeks").click()
    page.get_by_text("Change single runs").click()
    page.fill("#id_run-2-amount", "9.5")
    page.get_by_role("button", name="Keep these runs").click()
    page.locator("#weeks").screenshot(path=PICTURES / "running-plan.png")


def _patients_page(page: Page, telephone: Page) -> None:
    _open(page, "Link for the patient")
    telephone.goto(page.locator("code.link").inner_text())
    telephone.get_by_role("button", name="Start today's exercises").click()
    telephone.screenshot(path=PICTURES / "patients-page.png")


def _builder_on_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    _open(page, "Builder")
    page.get_by_text("A session:").first.wait_for()
    page.locator("#phases").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#phases').scrollIntoView(); window.scrollBy(0, -110)")
    page.screenshot(path=PICTURES / "builder-telephone.png")
    page.emulate_media(color_scheme="light")


def _class(page: Page) -> None:
    """Tick three for the warm-up, and say what they agreed on."""
    page.goto(urljoin(page.url, "/admin/programmes/template/"))
    page.get_by_role("link", name="Dynamic warm-up").first.click()
    page.get_by_role("link", name="Give to a class").click()
    for name in ("Maya Okafor", "Sam Lee", "Tom Reid"):
        page.get_by_label(name).check()
    page.get_by_label("Goal").fill("Start each run loose")
    page.get_by_label("I take responsibility").check()
    page.screenshot(path=PICTURES / "class.png", full_page=True)


def _spreadsheet(page: Page) -> None:
    """Look at a table in which one thing was changed."""
    page.goto(urljoin(page.url, "/admin/programmes/exercise/export/"))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV, with commas").click()
    table = download.value.path().read_text(encoding="utf-8-sig")
    changed = table.replace("3x15 ", "3x12 ", 1)
    page.goto(urljoin(page.url, "/admin/programmes/exercise/import/"))
    file = {"name": "exercises.csv", "mimeType": "text/csv", "buffer": changed.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at the differences").click()
    page.get_by_text("becomes our own copy").wait_for()
    page.screenshot(path=PICTURES / "spreadsheet.png")


def _recall(page: Page) -> None:
    """Correct an exercise that two hold, and begin to give them the sheet anew."""
    page.goto(urljoin(page.url, "/admin/programmes/exercise/?q=clamshell"))
    page.get_by_role("link", name="Clamshell", exact=True).click()
    page.get_by_role("button", name="Make our own copy").click()
    page.get_by_label("Steps").first.fill("Lie on your side.\nLift your top knee.\nLower it slowly.")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name=re.compile("On patients")).click()
    page.get_by_label("Why it changes").fill("The second step was told wrongly.")
    page.get_by_label("I take responsibility").check()
    page.get_by_role("button", name=re.compile("Re-issue")).click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="Went out in your name").wait_for(timeout=120_000)
    page.locator("#content").screenshot(path=PICTURES / "recall.png")


if __name__ == "__main__":
    main()
