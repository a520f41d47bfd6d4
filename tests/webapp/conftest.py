"""A desk in memory, and visits to it by people who are signed in."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_fixture import NOW, PASSPHRASE, FakeDesk
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

from webapp import create_app
from webapp.compile_catalogs import compile_catalogs

LOCALES = Path(__file__).parents[2] / "locales"

ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


class Visit:
    """One browser: keeps cookies, and sends forms with the token of a page it has seen."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, path: str, /, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def post(self, path: str, /, **fields: str) -> TestResponse:
        if not self.token:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/login").text)
            assert found
            self.token = found[1]
        return self.client.post(path, data={"csrf_token": self.token, **fields})

    def sign_in(self, handle: str, passphrase: str = PASSPHRASE, *, next: str = "/") -> TestResponse:
        answer = self.post("/login", handle=handle, passphrase=passphrase, next=next)
        self.token = ""  # whoever is signed in has another session
        return answer

    def field(self, path: str, name: str) -> str:
        """Return the value of a hidden field of the form that decides."""
        form = self.get(path).text.split("data-decide", 1)[1]
        value = re.search(rf'name="{name}" value="([^"]*)"', form)
        assert value
        return html.unescape(value[1])


@pytest.fixture(scope="session")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("translations")
    compile_catalogs(LOCALES, out)
    return out


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture(scope="session")
def any_app(translations: Path) -> Flask:
    """One application for all tests, because its templates are compiled once."""
    return create_app(FakeDesk(), secret_key="a test's own key", testing=True, translations=translations)


@pytest.fixture
def app(any_app: Flask, desk: FakeDesk) -> Flask:
    any_app.extensions.update(desk=desk, noted={})
    return any_app


@pytest.fixture(scope="session")
def cookies() -> dict[str, str]:
    """The cookie that each person has had since they first signed in."""
    return {}


@pytest.fixture
def visit(app: Flask, desk: FakeDesk, cookies: dict[str, str]) -> Callable[[str], Visit]:
    """Return a function that gives a browser where *handle* is signed in, "" for nobody."""
    name = app.config["SESSION_COOKIE_NAME"]

    def start(handle: str = "") -> Visit:
        visitor = Visit(app.test_client())
        if handle in cookies and handle in desk.people.people and not desk.people.tokens_of(handle):
            visitor.client.set_cookie(name, cookies[handle])
            desk.people.start_session(desk.people.people[handle], now=NOW)
        elif handle:
            assert visitor.sign_in(handle).status_code == 303
            kept = visitor.client.get_cookie(name)
            if kept and len(desk.people.tokens_of(handle)) == 1:
                cookies.setdefault(handle, kept.value)
        return visitor

    return start


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def enter(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Return a function that gives a page where somebody is signed in; whatever it complains of fails the test."""
    contexts, complaints = [], []

    def start(handle: str, *, scripts: bool = True, width: int = 1280, locale: str = "en-GB") -> Any:
        context = browser.new_context(
            base_url=address,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto("/login")
        page.fill("#handle", handle)
        page.fill("#passphrase", PASSPHRASE)
        page.click("main button.go")
        page.wait_for_url("**/")
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)
