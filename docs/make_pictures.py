"""Remake the pictures of the README from the real product: `make pictures`. Needs what the tests need."""

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
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
MANAGE = [sys.executable, "manage.py"]
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3"}
        demo = subprocess.run(
            [*MANAGE, "demo", "--output", folder], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        _handout(Path(folder) / "tpl-patellofemoral-pain.pdf")
        with _site(environment) as address:
            _builder(address, _password(demo.stdout))


def _password(printed: str) -> str:
    return re.findall(r"Password: (\S+)", printed)[0]


def _handout(pdf: Path) -> None:
    options = ["-r", "70", "-png", "-singlefile", "-f", "1", "-l", "1"]
    subprocess.run(["pdftoppm", *options, str(pdf), str(PICTURES / "handout")], check=True)


@contextmanager
def _site(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*MANAGE, "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The site did not start.")


def _builder(address: str, password: str) -> None:
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        _log_in(page, address, password)
        page.goto(f"{address}/admin/programmes/programme/")
        page.get_by_role("link", name=re.compile("Maya Okafor")).first.click()
        page.get_by_role("link", name="Builder").click()
        page.frame_locator("#sheet").get_by_text("PREVIEW").wait_for()
        page.fill("#search", "clamshel 3x12 L")
        page.get_by_role("option", name="Clamshell with band").wait_for()
        page.screenshot(path=PICTURES / "builder.png")
        browser.close()


def _log_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/admin/")
    page.fill("#id_username", "demo")
    page.fill("#id_password", password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
