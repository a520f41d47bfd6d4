"""Whatever people, engines and files say, no page of the desk runs or loads any of it, by each of two layers alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from desk_fixture import FIRST, HEADLINE, MY, NOW, PASSPHRASE, SEGMENTS, FakeDesk, FakePerson, id_of
from drafting_fakes import Translating
from payloads import OWN, Watch, outside_payloads
from tools import needs_tool
from werkzeug.serving import make_server

from l10n.glossary import Term
from l10n.model import Action, Block, BlockKind, Catalog, Decision, Document, Entry, Kind, Outcome, Segment
from l10n.newsroom.naming import Proposal
from l10n.ports import Remembered
from l10n.ports.comments import ORIGINAL, TRANSLATION, Comment
from l10n.stores.glossary import row_id
from webapp import create_app
from webapp.rows import PAGE_ROWS

from .conftest import Quiet

pytestmark = [pytest.mark.slow, needs_tool("chromium")]

OUTSIDE = outside_payloads()
CHUNK = 450
NOT_HERE = {
    "static": "no page",
    **dict.fromkeys(("running.healthz", "running.readyz", "running.metrics"), "no page"),
    "files.export": "a file",
    "publishing.get": "a file",
    "publishing.show": "tests/webapp/test_desk_axe.py opens it; it shows names of files that Diglot made",
    "updating.show": "the desk in memory has no files to update from",
    "activity.feed": "XML, not opened here; it holds no texts",
    "articles.preview": "an edition, looked at in tests/editions",
    "drafting.job": "numbers and engines of a job, as drafting.plan",
}
"""GET routes that this file does not open, and why."""


def words(payloads: Sequence[str]) -> list[Entry]:
    """Entries whose every field is a payload, in each state."""
    found = []
    for number, text in enumerate(payloads):
        blank = Entry(f"{number} {text}", context=text, previous=text, note=text, comments=(text,), references=(text,))
        made = (
            blank,
            blank.drafted(text, origin=f"engine={text}"),
            blank.reviewed(text),
            blank.approved(text),
            blank.approved(text).outdated(f"older {text}"),
        )
        found.append(replace(made[number % 5], flags=(text,) if number % 5 == 1 else ()))
    return found


def hostile_desk(payloads: Sequence[str]) -> FakeDesk:
    """A desk in which every text that comes from anybody is a payload."""
    entries, joined = words(payloads), " ".join(payloads[:60])
    segments = tuple(
        Segment(e.source, Kind.BODY, context=e.context, number=n, links=(f"({t})",))
        for n, (e, t) in enumerate(zip(entries, payloads, strict=True), 3)
    )
    blocks = tuple(Block(BlockKind.PARAGRAPH, segments=(s,)) for s in (*SEGMENTS[2:], *segments))
    first = Entry(FIRST, note=joined, comments=(joined,)).drafted(joined, origin=f"engine={joined}")
    desk = FakeDesk(
        name=joined,
        glossary=[Term(f"{n} {t}", (t,), note=t, kind=t, forbidden=(t,)) for n, t in enumerate(payloads)],
        proposed=[Term(f"{n} {t}", (t,), note=t) for n, t in enumerate(payloads)],
        names=[Proposal(t, t, 2, [("defectors", 1)]) for t in payloads],
        articles={
            "defectors": Document(
                "defectors",
                "",
                dict.fromkeys(("title", "author", "publisher", "date", "licence"), joined),
                SEGMENTS[:2],
                blocks,
            )
        },
        machines=[Translating(t) for t in payloads[:40]],
    )
    desk.glossary.append(Term("soldiers", tuple(payloads[:60]), note=joined, forbidden=tuple(payloads[:60])))
    desk.catalogs.catalogs[MY] = Catalog("defectors", "my", (Entry(HEADLINE, context="headline"), first, *entries))
    desk.memory.rebuild(Remembered(f"{FIRST} {t}", f"soldiers {t}", "en", "my", t, t, t, t) for t in payloads)
    for number, (entry, text) in enumerate(zip(entries, payloads, strict=True)):
        desk.people.people[text] = FakePerson(text, "translator")
        for found in (entry, first):
            about = ORIGINAL if number % 2 else TRANSLATION
            desk.comments.add(Comment(MY, found.key, about, text, text, NOW, text if number % 3 else ""))
            decision = Decision(
                MY, found.key, Action.APPROVE, "", found, found.reviewed(text), text, NOW, remarks=(text,)
            )
            desk.journal.settle({desk.journal.append(decision): Outcome.APPLIED})
    return desk


@contextmanager
def served(desk: FakeDesk, translations: Path, *, escaping: bool = True) -> Iterator[tuple[str, Any]]:
    app = create_app(desk, secret_key="a test's own key", testing=True, translations=translations)
    if not escaping:
        app.jinja_env.autoescape = False
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", app
    finally:
        server.shutdown()
        server.server_close()


def addresses(app: Any, desk: FakeDesk, rows: int) -> list[str]:
    """One address for each GET route that shows anything, every page of rows, and searches that find a payload."""
    values = {"slug": "defectors", "locale": "my", "id": id_of(FIRST), "handle": "thiri", "token": "invite-new"}
    desk.people.invite(handle="new", role="reader", now=NOW)
    special = {"glossary.term": {"id": row_id(desk.glossary_rows()[-1])}}
    adapter = app.url_map.bind("desk")
    found = ["/nowhere"]
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in NOT_HERE and not rule.endpoint.startswith("api."):
            known = {name: values[name] for name in rule.arguments if name in values}
            found.append(adapter.build(rule.endpoint, known | special.get(rule.endpoint, {}), method="GET"))
    found += [f"/articles/defectors/my?page={n}" for n in range(1, rows // PAGE_ROWS + 2)]
    found += [f"/{where}?q={word}" for where in ("search", "memory", "glossary") for word in ("soldiers", "alert")]
    found += [f"/{where}?q={quote(OWN[4])}" for where in ("search", "memory", "glossary", "articles/defectors/my")]
    return [
        *found,
        f"/articles/defectors/my?edit={id_of(FIRST)}",
        f"/help?{quote(OWN[8])}",
        f"/login?next={quote(OWN[8])}",
    ]


def enter(browser: Any, base: str, desk: FakeDesk, cookies: Sequence[Any], *, bypass_csp: bool) -> Watch:
    context = browser.new_context(bypass_csp=bypass_csp)
    context.add_cookies([{"name": c["name"], "value": c["value"], "url": base} for c in cookies])
    desk.people.start_session(desk.people.people["owner"], now=NOW)
    return Watch(context, base)


@pytest.fixture
def cookies(browser: Any, translations: Path) -> Any:
    """The cookies of the owner, who signed in where every page was in order."""
    with served(FakeDesk(), translations) as (base, _):
        page = browser.new_page(base_url=base)
        page.goto("/login")
        page.fill("#handle", "owner")
        page.fill("#passphrase", PASSPHRASE)
        page.click("main button.go")
        page.wait_for_url("**/")
        return page.context.cookies()


def chunks() -> list[Any]:
    parts = [OUTSIDE[at : at + CHUNK] for at in range(0, len(OUTSIDE), CHUNK)]
    return [pytest.param(OWN, id="own"), *(pytest.param(part, id=f"outside {n}") for n, part in enumerate(parts))]


@pytest.mark.parametrize("payloads", chunks())
def test_escaping_alone_keeps_every_text_a_text(
    browser: Any, translations: Path, cookies: Any, payloads: Sequence[str]
) -> None:
    desk, wrong = hostile_desk(payloads), []
    with served(desk, translations) as (base, app):
        watch = enter(browser, base, desk, cookies, bypass_csp=True)
        for address in addresses(app, desk, len(payloads)):
            wrong += [(address, found) for found in watch.look(base + address)]
        watch.page.context.close()
    assert (wrong, watch.asked, watch.left, watch.ran) == ([], [], [], [])


@pytest.mark.parametrize("payloads", chunks())
def test_the_policy_alone_lets_no_text_run_or_load(
    browser: Any, translations: Path, cookies: Any, payloads: Sequence[str]
) -> None:
    """With escaping off the pages are full of live markup, and the browser still runs and fetches none of it."""
    desk, ran, alive = hostile_desk(payloads), [], 0
    with served(desk, translations, escaping=False) as (base, app):
        watch = enter(browser, base, desk, cookies, bypass_csp=False)
        for address in addresses(app, desk, len(payloads)):
            ran += watch.ran_in(base + address)
            alive += watch.page.evaluate("[...document.scripts].filter(s => !s.src).length")
        watch.page.context.close()
    assert alive > 20
    assert (ran, watch.asked, watch.ran) == ([], [], [])


def test_the_watch_would_see_it(browser: Any, translations: Path, cookies: Any) -> None:
    desk = hostile_desk(OWN)
    with served(desk, translations, escaping=False) as (base, _):
        watch = enter(browser, base, desk, cookies, bypass_csp=True)
        assert watch.look(f"{base}/articles/defectors/my")
        assert watch.ran_in(f"{base}/articles/defectors/my")
        watch.page.context.close()
    assert watch.asked
