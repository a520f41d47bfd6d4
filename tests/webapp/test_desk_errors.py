"""What is said and what is logged when something fails."""

from __future__ import annotations

import io
import logging
import re

import pytest
from desk_fixture import FIRST, address_of

from l10n.errors import DiglotError, StorageError


class Fault(Exception):
    pass


@pytest.fixture
def in_use(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.fixture
def log(in_use):
    """What the application logs."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    in_use.logger.addHandler(handler)
    yield written
    in_use.logger.removeHandler(handler)


@pytest.mark.parametrize(
    ("error", "kind"), [(Fault("thiri wrote: meet at nine"), "Fault"), (DiglotError("thiri: at nine"), "DiglotError")]
)
def test_a_fault_is_logged_in_one_line_that_tells_no_text_and_no_name(desk, visit, log, error, kind):
    thiri, page = visit("thiri"), address_of(FIRST)
    base = thiri.field(page, "base")
    desk.catalogs.fails_with = error
    answer = thiri.post(page, action="save", target="meet at nine", base=base)
    assert (answer.status_code, "Something went wrong on our side" in answer.text) == (500, True)
    assert ">\nmeet at nine</textarea>" in answer.text
    assert re.fullmatch(rf"{kind} in fakes\.py:\d+\n", log.getvalue())


def test_a_desk_that_cannot_write_says_when_to_try_again(desk, visit):
    thiri, page = visit("thiri"), address_of(FIRST)
    base = thiri.field(page, "base")
    desk.catalogs.fails_with = StorageError("the journal failed: database is locked")
    answer = thiri.post(page, action="save", target="my words", base=base)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


@pytest.mark.parametrize("name", ["target", "mine", "comment", "note"])
def test_what_was_typed_comes_back_from_a_form_that_was_too_old(visit, name):
    answer = visit("thiri").client.post(address_of(FIRST), data={name: "my words"})
    assert (answer.status_code, ">\nmy words</textarea>" in answer.text) == (400, True)
