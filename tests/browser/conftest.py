"""A real browser for the tests in this folder: signed in as somebody, and watched for what a page must not do."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.traffic import Traffic
from tests.browser.watch import Watch, watched

# How long a page takes says something of the machine and what else it does; a test waits for what it expects.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Take the system's browser. As root, as in a container, it starts without its sandbox only."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "args": arguments, **({"executable_path": found} if found else {})}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Let pages be named by their path alone."""
    return live_server.url


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    traffic = Traffic()
    traffic.watch()
    return traffic


@pytest.fixture(autouse=True)
def _no_request_outlives_its_test(
    transactional_db: None, live_server: Any, traffic: Traffic, page: Page
) -> Iterator[None]:
    yield
    # An answer that a test holds back is let go with its page: the rest of the handler is nobody's fault.
    page.unroute_all(behavior="ignoreErrors")
    page.context.unroute_all(behavior="ignoreErrors")
    page.close()
    traffic.wait_until_quiet()


@pytest.fixture
def watch(page: Page) -> Watch:
    return watched(page)


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[[User], None]:
    def sign_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return sign_in
