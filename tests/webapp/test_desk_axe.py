"""Every page of the desk under axe-core and without sideways scrolling: three widths, light and dark, three languages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_desk import PASSPHRASE, SLUG, Served, serve_sample
from tools import needs_tool

from l10n.glossary import Term
from l10n.model import CatalogKey
from l10n.newsroom.project import utc_now
from l10n.ports.jobs import Order
from l10n.stores.glossary import row_id

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
AXE = os.environ.get("DIGLOT_AXE", "")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.slow,
    needs_tool("chromium"),
    pytest.mark.skipif(not AXE and not IN_CI, reason="DIGLOT_AXE does not name axe-core's axe.min.js"),
]

NOT_PAGES = {
    "static": "no page",
    **dict.fromkeys(("running.healthz", "running.readyz", "running.metrics"), "no page"),
    "files.export": "a file",
    "publishing.get": "a file",
    "activity.feed": "for programs",
    "articles.preview": "an edition, looked at in tests/editions",
}
"""GET routes that are no page of the desk, and why."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_sample(tmp_path_factory.mktemp("axe")) as served:
        yield served


def addresses(served: Served, locale: str) -> list[str]:
    """Return one address for each GET route, and what else pages show in other circumstances."""
    values = {
        "slug": SLUG,
        "locale": locale,
        "id": served.paragraph(locale, 4),
        "handle": "thiri",
        "token": served.project.people.invite(handle=f"new {os.urandom(4).hex()}", role="reader", now=utc_now()),
    }
    job = served.project.jobs.add(Order(CatalogKey(SLUG, locale), ("memory",), by="thiri"), now=utc_now())
    term = next(iter(served.project.glossary_rows()), None)
    if term is None:
        served.project.add_term(Term("school", ("escuela",), forbidden=("colegio",), note="the boat"))
        served.project.add_term(Term("barge", ("barcaza",), "es"), proposed=True)
        [term] = served.project.glossary_rows()
    special = {"drafting.job": {"id": job.id}, "glossary.term": {"id": row_id(term)}}
    adapter = served.app.url_map.bind("desk")
    found = [
        "/nowhere",
        f"/articles/{SLUG}/{locale}?edit={values['id']}",
        f"/articles/{SLUG}/{locale}?q=nothing+like+it",
    ]
    for rule in served.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES and not rule.endpoint.startswith("api."):
            unknown = rule.arguments - values.keys() - set(rule.defaults or ())
            assert not unknown, f"{rule} needs {unknown}: give it a value here, or name it in NOT_PAGES"
            wanted = {name: values[name] for name in rule.arguments if name in values}
            found.append(adapter.build(rule.endpoint, wanted | special.get(rule.endpoint, {}), method="GET"))
    return sorted(set(found))


def sign_in(browser: Any, served: Served, language: str) -> Any:
    context = browser.new_context(base_url=served.address, bypass_csp=True, locale=language)
    page = context.new_page()
    page.goto("/login")
    page.fill("#handle", "nilar")
    page.fill("#passphrase", PASSPHRASE)
    page.click("main button.go")
    page.wait_for_url("**/")
    return page


@pytest.mark.parametrize("language", ["en", "my", "ar"])
def test_no_page_is_closed_to_anybody(browser: Any, served: Served, language: str) -> None:
    page, axe, wrong = sign_in(browser, served, language), Path(AXE).read_text(encoding="utf-8"), []
    locale = "es" if language == "en" else "my"
    for address in addresses(served, locale):
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == language, address
        page.evaluate(axe)
        for width, scheme in (
            (1280, "light"),
            (1280, "dark"),
            (390, "light"),
            (390, "dark"),
            (320, "light"),
            (320, "dark"),
        ):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
            wrong += [(address, width, scheme, v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append((address, width, scheme, "scrolls sideways", ""))
    page.context.close()
    assert not wrong, "\n".join(map(str, wrong))
