"""A real project whose article, catalog, people, comments, terms and credits are hostile: no page or feed comes alive.

As tests/webapp/test_desk_hostile_text.py, which has a desk in memory; here are the pages that need files.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from payloads import OWN, Watch, outside_payloads
from sample_desk import PASSPHRASE
from tools import needs_tool
from werkzeug.serving import make_server

from l10n.glossary import Term
from l10n.model import Action, CatalogKey
from l10n.newsroom.project import Project, open_project, utc_now
from l10n.ports.comments import TRANSLATION, Comment
from l10n.ports.jobs import Order
from l10n.stores.glossary import row_id
from webapp import create_app
from webapp.rows import PAGE_ROWS, paragraph_id

from .conftest import Quiet

pytestmark = [pytest.mark.slow, needs_tool("chromium")]

SLUG, LOCALE = "boat", "es"
KEY = CatalogKey(SLUG, LOCALE)
CHUNK = 450
NO_PAGE = {
    **{"static": "a file", "files.export": "a file", "publishing.get": "a file"},
    **dict.fromkeys(("running.healthz", "running.readyz", "running.metrics"), "words for programs"),
}
"""GET routes that show nothing, and what they give."""


def article(payloads: Sequence[str]) -> str:
    facts = "".join(
        f"{name}: {json.dumps(' '.join(payloads[:9]))}\n" for name in ("title", "author", "licence", "credits")
    )
    body = "\n\n".join(f"Words {n}. {' '.join(text.split())}" for n, text in enumerate(payloads))
    return f"---\n{facts}---\n\nSoldiers left.\n\n{body}\n"


def hostile_project(root: Path, payloads: Sequence[str]) -> Project:
    """Return a project in which every text that somebody can write is a payload; the file was corrected outside."""
    (root / "articles").mkdir(parents=True)
    joined = " ".join(payloads[:20])
    settings = f'[project]\nname = {json.dumps(joined)}\nsource = "en"\ntargets = ["{LOCALE}"]\n'
    (root / "diglot.toml").write_text(settings, encoding="utf-8")
    (root / "articles" / f"{SLUG}.md").write_text(article(payloads), encoding="utf-8")
    project = open_project(root)
    for handle, role in (("nilar", "maintainer"), ("thiri", "reviewer")):
        token = project.people.invite(handle=handle, role=role, now=utc_now())
        project.people.accept(token, passphrase=PASSPHRASE, now=utc_now())
    list(project.update())
    catalog, revision = project.catalogs.read(KEY)
    translated = tuple(
        replace(entry.approved(f"{entry.source} {text}"), comments=(text,))
        for entry, text in zip(catalog.entries, (*payloads, *payloads), strict=False)
    )
    project.catalogs.replace(KEY, replace(catalog, entries=translated), expected=revision)
    for entry, text in list(zip(translated, payloads, strict=False))[:20]:
        given = {"catalog": KEY, "key": entry.key, "base": entry.revision, "by": "nilar", "now": utc_now()}
        project.decide(action=Action.REVIEW, target=f"{text} {entry.target}", **given)
        project.comments.add(Comment(KEY, entry.key, TRANSLATION, text, "nilar", utc_now(), text))
    for each in project.credits_of(KEY):
        project.set_credit(KEY, replace(each, credit="name", name=payloads[0]))
    project.add_term(Term("Soldiers", (f"x {payloads[0]}",), note=joined))
    project.add_term(Term("left", do_not_publish=True), private=True)
    project.jobs.add(Order(KEY, (payloads[0],), by="nilar"), now=utc_now())
    changed = article([f"{text} corrected" for text in payloads])
    (root / "articles" / f"{SLUG}.md").write_text(changed, encoding="utf-8")
    return project


@contextmanager
def served(project: Project, translations: Path, *, escaping: bool = True) -> Iterator[tuple[str, Any]]:
    app = create_app(project, secret_key="a test's own key", testing=True, translations=translations)
    if not escaping:
        app.jinja_env.autoescape = False
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", app
    finally:
        server.shutdown()
        server.server_close()


def addresses(app: Any, project: Project) -> list[str]:
    """Return one address for each GET route, and each page of rows. A new route needs its values here, or a reason."""
    entries = project.catalogs.read(KEY)[0].entries
    job = project.jobs.add(Order(KEY, ("memory",), by="nilar"), now=utc_now())
    values = {"slug": SLUG, "locale": LOCALE, "id": paragraph_id(entries[1].key), "handle": "thiri", "token": "x"}
    special = {"drafting.job": {"id": job.id}, "glossary.term": {"id": row_id(next(iter(project.glossary_rows())))}}
    adapter, found = app.url_map.bind("desk"), ["/nowhere"]
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in NO_PAGE and not rule.endpoint.startswith("api."):
            known = {name: values[name] for name in rule.arguments if name in values}
            found.append(adapter.build(rule.endpoint, known | special.get(rule.endpoint, {}), method="GET"))
    return found + [f"/articles/{SLUG}/{LOCALE}?page={n}" for n in range(1, len(entries) // PAGE_ROWS + 2)]


def enter(browser: Any, base: str, *, bypass_csp: bool) -> Watch:
    """Sign in on a page without the hooks' route, and return a watch over the same context."""
    context = browser.new_context(bypass_csp=bypass_csp)
    page = context.new_page()
    page.goto(f"{base}/login")
    page.fill("#handle", "nilar")
    page.fill("#passphrase", PASSPHRASE)
    page.click("main button.go")
    page.wait_for_url("**/")
    page.close()
    return Watch(context, base)


def chunks() -> list[Any]:
    outside = outside_payloads()
    parts = [outside[at : at + CHUNK] for at in range(0, len(outside), CHUNK)]
    return [pytest.param(OWN, id="own"), *(pytest.param(part, id=f"outside {n}") for n, part in enumerate(parts))]


def kept(payloads: Sequence[str]) -> list[str]:
    """Leave out what no file keeps: control characters."""
    return [re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text) for text in payloads]


@pytest.mark.parametrize("payloads", chunks())
def test_no_page_of_a_hostile_project_comes_alive(
    browser: Any, translations: Path, tmp_path: Path, payloads: Sequence[str]
) -> None:
    project, wrong = hostile_project(tmp_path / "news", kept(payloads)), []
    with served(project, translations) as (base, app):
        watch = enter(browser, base, bypass_csp=True)
        for address in addresses(app, project):
            wrong += [(address, found) for found in watch.look(base + address)]
        told = [watch.page.request.get(base + address).text() for address in addresses(app, project)]
        assert any("corrected" in page for page in told)  # the page of the corrected article
        assert any("named as" in page for page in told)  # the page of publishing
        found = watch.page.request.get(f"{base}/activity").text()
        feed = re.search(r"<code>[^<]*(/activity\.atom\?key=[^<]*)</code>", found)
        assert feed
        wrong += alive_in_feed(watch.page.request.get(base + feed[1].replace("&amp;", "&")).body())
        watch.page.context.close()
    assert (wrong, watch.asked, watch.left, watch.ran) == ([], [], [], [])


def alive_in_feed(data: bytes) -> list[str]:
    """Return what a reader of feeds might run or load: all texts are plain, all links lead to the desk."""
    tree = ElementTree.fromstring(data)
    found = [f"{node.tag} {node.get('type')}" for node in tree.iter() if node.get("type", "text") != "text"]
    found += [node.tag for node in tree.iter() if not node.tag.startswith("{http://www.w3.org/2005/Atom}")]
    links = [urlsplit(node.get("href", "")) for node in tree.iter() if node.get("href")]
    assert len(tree.findall("{http://www.w3.org/2005/Atom}entry")) > 20
    return found + [link.geturl() for link in links if link.scheme != "http" or link.hostname != "127.0.0.1"]


@pytest.mark.parametrize("payloads", chunks())
def test_the_policy_alone_stops_all_of_it(
    browser: Any, translations: Path, tmp_path: Path, payloads: Sequence[str]
) -> None:
    """With the templates' escaping off, under the desk's own headers: nothing runs and nothing is asked for."""
    project, ran, alive = hostile_project(tmp_path / "news", kept(payloads)), [], 0
    with served(project, translations, escaping=False) as (base, app):
        with served(project, translations) as (safe, _):
            context = enter(browser, safe, bypass_csp=False).page.context
        watch = Watch(context, base)
        for address in addresses(app, project):
            ran += watch.ran_in(base + address)
            alive += watch.page.evaluate("[...document.scripts].filter(s => !s.src).length")
        context.close()
    assert alive > 20
    assert (ran, watch.asked, watch.ran) == ([], [], [])
