"""A desk in memory, and visits to it by people who are signed in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_fixture import PASSPHRASE, FakeDesk
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp import create_app
from webapp.compile_catalogs import compile_catalogs
from webapp.security import Throttle

LOCALES = Path(__file__).parents[2] / "locales"


class Visit:
    """One browser: keeps cookies, and sends forms with the token of a page it has seen."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def post(self, path: str, **fields: str) -> TestResponse:
        page = self.client.get("/help").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **fields})

    def sign_in(self, handle: str, passphrase: str = PASSPHRASE, *, next: str = "/") -> TestResponse:
        return self.post("/login", handle=handle, passphrase=passphrase, next=next)

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
    any_app.extensions.update(desk=desk, throttle=Throttle())
    return any_app


@pytest.fixture
def visit(app: Flask) -> Callable[[str], Visit]:
    """Return a function that gives a browser where *handle* is signed in, "" for nobody."""

    def start(handle: str = "") -> Visit:
        visitor = Visit(app.test_client())
        if handle:
            assert visitor.sign_in(handle).status_code == 303
        return visitor

    return start
