"""Who may do what, and what protects the pages."""

from __future__ import annotations

import re

import pytest
from desk_fixture import BASE, CAPTION, CHANGED, FIRST, HEADLINE, SECOND, FakePerson, address_of
from fakes import ListMemory

from l10n.model import Block, BlockKind, Catalog, CatalogKey, Document, Entry, Kind, Segment
from l10n.ports import Remembered
from webapp.access import local_path
from webapp.security import PAGE_POLICY, PREVIEW_POLICY

NOBODY, READER, TRANSLATOR, REVIEWER, MAINTAINER = "", "moe", "thiri", "aung", "owner"
EVERYONE = (NOBODY, READER, TRANSLATOR, REVIEWER, MAINTAINER)

TO_LOGIN = 303
ROUTES = [
    # method, path, fields, then the status for nobody, reader, translator, reviewer, maintainer
    ("GET", "/", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("GET", BASE, {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("GET", f"{BASE}/preview", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("GET", address_of(FIRST), {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("POST", address_of(FIRST), {"action": "approve", "base": "old", "target": "x"}, (401, 403, 403, 409, 409)),
    ("POST", address_of(FIRST), {"action": "save", "base": "old", "target": "x"}, (401, 403, 409, 409, 409)),
    ("POST", address_of(FIRST), {"action": "review", "base": "old", "target": "x"}, (401, 403, 409, 409, 409)),
    ("POST", address_of(FIRST), {"action": "reject", "base": "old"}, (401, 403, 409, 409, 409)),
    ("POST", address_of(FIRST), {"action": "needs-work", "base": "old", "target": "x"}, (401, 403, 409, 409, 409)),
    ("POST", address_of(FIRST), {"action": "use-1"}, (401, 403, 200, 200, 200)),
    ("POST", f"{address_of(FIRST)}/resolve", {"keep": "theirs"}, (401, 403, 303, 303, 303)),
    (
        "POST",
        f"{address_of(FIRST)}/resolve",
        {"keep": "mine", "mine": "x", "action": "approve"},
        (401, 403, 403, 409, 409),
    ),
    ("POST", f"{address_of(FIRST)}/undo", {"decision": "1"}, (401, 403, 404, 404, 404)),
    ("POST", f"{address_of(FIRST)}/live", {"target": "x"}, (401, 403, 200, 200, 200)),
    ("GET", f"{BASE}/draft", {}, (TO_LOGIN, 403, 200, 200, 200)),
    ("POST", f"{BASE}/draft", {}, (401, 403, 409, 409, 409)),
    ("GET", f"{BASE}/draft/1", {}, (TO_LOGIN, 404, 404, 404, 404)),
    ("POST", f"{BASE}/draft/1/cancel", {}, (401, 403, 404, 404, 404)),
    ("GET", f"{address_of(FIRST)}/drafts", {}, (TO_LOGIN, 403, 200, 200, 200)),
    ("POST", f"{address_of(FIRST)}/drafts", {}, (401, 403, 409, 409, 409)),
    ("GET", "/people", {}, (TO_LOGIN, 403, 403, 403, 200)),
    ("POST", "/people/withdraw", {"invitation": "x"}, (401, 403, 403, 403, 303)),
    ("GET", "/people/moe", {}, (TO_LOGIN, 403, 403, 403, 200)),
    ("POST", "/people/moe", {"action": "role", "role": "reader"}, (401, 403, 403, 403, 303)),
    ("POST", "/people/moe/link", {}, (401, 403, 403, 403, 200)),
    ("GET", "/people/moe/undo", {}, (TO_LOGIN, 403, 403, 403, 200)),
    ("POST", "/people/moe/undo", {"since": "2026-11-22T12:00"}, (401, 403, 403, 403, 303)),
    ("GET", "/settings", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("POST", "/settings", {"theme": "dark"}, (401, 303, 303, 303, 303)),
    ("POST", "/settings/passphrase", {"old": "x"}, (401, 422, 422, 422, 422)),
    ("POST", "/settings/sessions", {"session": "x"}, (401, 303, 303, 303, 303)),
    ("POST", f"{address_of(FIRST)}/comments", {"comment": ""}, (401, 303, 303, 303, 303)),
    ("POST", "/comments/1/resolve", {}, (401, 404, 404, 404, 404)),
    ("GET", f"{BASE}/history", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("GET", f"{address_of(FIRST)}/history", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("POST", f"{address_of(FIRST)}/history", {"decision": "1"}, (401, 403, 404, 404, 404)),
    ("GET", "/activity", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("GET", "/activity.atom", {}, (404, 404, 404, 404, 404)),
    ("GET", "/search", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("POST", "/people", {"handle": "new", "role": "reader"}, (401, 403, 403, 403, 200)),
    ("GET", "/login", {}, (200, 200, 200, 200, 200)),
    ("GET", "/memory", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("GET", "/glossary", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("GET", "/glossary/new", {}, (TO_LOGIN, 403, 200, 200, 200)),
    ("POST", "/glossary/new", {"source": ""}, (401, 403, 422, 422, 422)),
    ("GET", "/glossary/none", {}, (TO_LOGIN, 404, 404, 404, 404)),
    ("POST", "/glossary/none", {}, (401, 403, 403, 409, 409)),
    ("GET", "/glossary/names", {}, (TO_LOGIN, 403, 200, 200, 200)),
    ("POST", "/glossary/proposed/none", {}, (401, 403, 403, 409, 409)),
    ("GET", f"{BASE}/read", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("POST", f"{BASE}/batch", {"action": "approve"}, (401, 403, 403, 303, 303)),
    ("POST", "/unsaved/1/drop", {}, (401, 403, 303, 303, 303)),
    ("POST", f"{BASE}/batch/undo", {}, (401, 403, 404, 404, 404)),
    ("GET", "/settings/token", {}, (TO_LOGIN, 200, 200, 200, 200)),
    ("POST", "/settings/token", {"scope": "read"}, (401, 404, 404, 404, 404)),
    ("GET", "/help", {}, (200, 200, 200, 200, 200)),
    ("GET", "/healthz", {}, (200, 200, 200, 200, 200)),
    ("GET", "/readyz", {}, (200, 200, 200, 200, 200)),
    ("GET", "/metrics", {}, (404, 404, 404, 404, 404)),
    ("GET", "/invite/wrong", {}, (404, 404, 404, 404, 404)),
    ("GET", "/welcome/any", {}, (200, 200, 200, 200, 200)),
    ("POST", "/welcome/wrong", {}, (404, 404, 404, 404, 404)),
    ("POST", "/prefs", {"theme": "dark"}, (303, 303, 303, 303, 303)),
    ("POST", "/logout", {}, (303, 303, 303, 303, 303)),
]
PAGES = [
    "/",
    BASE,
    f"{BASE}?edit={address_of(FIRST)[-12:]}",
    address_of(FIRST),
    address_of(CHANGED),
    f"{BASE}/draft",
    f"{address_of(FIRST)}/drafts",
    "/memory?q=police",
    "/glossary?q=police",
    "/glossary/new?source=police",
    "/glossary/names",
    f"{BASE}/read",
    "/settings/token",
    "/people",
    "/people/moe",
    "/people/moe/undo",
    "/settings",
    "/activity",
    "/search?q=police",
    f"{BASE}/history",
    "/help",
]
PAGES += ["/login", "/nowhere"]
ELSEWHERE = {"api", "adding", "files", "publishing", "updating"}
"""Tried with each role in test_desk_api and test_desk_articles."""
STATIC = ["/static/desk.css", "/static/desk.js"]


@pytest.mark.parametrize(("method", "path", "fields", "statuses"), ROUTES)
def test_each_role_may_do_just_this(visit, method, path, fields, statuses):
    visitors = [visit(handle) for handle in EVERYONE]
    answers = [v.get(path) if method == "GET" else v.post(path, **fields) for v in visitors]
    assert tuple(a.status_code for a in answers) == statuses


def test_every_route_is_in_the_table_of_roles(app):
    tested = {(method, path.split("?")[0]) for method, path, _, _ in ROUTES}
    adapter = app.url_map.bind("localhost")
    matched = {(method, adapter.match(path, method=method)[0]) for method, path in tested}
    known = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if rule.endpoint not in {"static", "access.sign_in", "access.accept"}
        and rule.endpoint.partition(".")[0] not in ELSEWHERE
    }
    assert known == matched


@pytest.mark.parametrize("path", [path for method, path, _, _ in ROUTES if method == "POST"])
def test_a_form_without_its_token_is_refused(visit, path):
    answer = visit("owner").client.post(path, data={"action": "approve", "target": "my words"})
    assert answer.status_code == 400
    assert "my words" in answer.text


def test_no_get_changes_anything(desk, visit):
    owner = visit("owner")
    before = dict(desk.catalogs.catalogs)
    for method, path, _, _ in ROUTES:
        if method == "GET":
            owner.get(path)
    for path in (
        f"{address_of(FIRST)}?action=approve&target=x",
        "/logout",
        "/prefs?theme=dark",
        f"{address_of(FIRST)}/undo",
    ):
        owner.get(path)
    assert (desk.catalogs.catalogs, desk.journal.decisions) == (before, [])
    assert owner.get("/").status_code == 200


def test_signing_in_leads_to_where_one_wanted_to_go(visit):
    nobody = visit("")
    assert nobody.get(f"{BASE}?state=draft").location == f"/login?next={BASE}?state%3Ddraft"
    assert nobody.sign_in("thiri", next=f"{BASE}?state=draft").location == f"{BASE}?state=draft"


@pytest.mark.parametrize(
    "away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb", ""]
)
def test_nobody_is_led_off_this_site(away):
    assert local_path(away) == "/"


def test_a_wrong_passphrase_signs_nobody_in(visit):
    nobody = visit("")
    answer = nobody.sign_in("thiri", "wrong")
    assert (answer.status_code, nobody.get("/").status_code) == (422, 303)
    assert 'name="handle" value="thiri"' in answer.text


@pytest.mark.parametrize(("wait", "words"), [(15, "in 15 seconds"), (240, "in 4 minutes")])
def test_after_many_wrong_passphrases_one_is_told_how_long_to_wait(desk, visit, wait, words):
    desk.people.waits["thiri"] = wait
    answer = visit("").post("/login", handle="thiri", passphrase="wrong", path="/a", target="my words", base="b")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(wait))
    assert words in answer.text
    assert "my words" in answer.text


def test_signing_out_ends_the_session(desk, visit):
    thiri = visit("thiri")
    thiri.post("/logout")
    assert (desk.people.sessions, thiri.get("/").status_code) == ({}, 303)


def test_an_invitation_works_once(desk, visit):
    page = visit("owner").post("/people", handle="hla", role="reviewer").text
    link = re.search(r"http://localhost(/invite/[^<]+)<", page)[1]
    hla = visit("")
    assert "Welcome, hla" in hla.get(link).text
    assert hla.post(link, passphrase="four words of mine", again="other words of mine").status_code == 422
    assert hla.post(link, passphrase="short", again="short").status_code == 422
    assert hla.post(link, passphrase="four words of mine", again="four words of mine").location == "/"
    assert hla.get("/").status_code == 200
    assert desk.people.people["hla"] == FakePerson("hla", "reviewer")
    assert visit("").get(link).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"handle": "", "role": "reader"}, {"handle": "hla", "role": "king"}, {"handle": "moe", "role": "reader"}]
)
def test_an_invitation_that_cannot_be_is_refused(visit, fields):
    assert visit("owner").post("/people", **fields).status_code == 422


def test_the_owners_link_signs_in_once_and_only_by_its_button(desk, visit):
    desk.people.links["secret"] = FakePerson("owner", "maintainer")
    owner = visit("")
    assert owner.get("/welcome/secret").status_code == 200
    assert owner.get("/").status_code == 303
    assert owner.post("/welcome/secret").location == "/"
    assert owner.get("/people").status_code == 200
    assert visit("").post("/welcome/secret").status_code == 404


def test_whoever_forgot_their_passphrase_gets_a_link_to_choose_another(visit):
    page = visit("owner").post("/people/thiri/link").text
    link = re.search(r"<code>http://localhost(/welcome/[^<]+)</code>", page)[1]
    thiri = visit("")
    assert "This link works once" in thiri.get(link).text
    assert thiri.post(link).location == "/settings"
    assert thiri.get("/settings").status_code == 200
    assert visit("owner").post("/people/nobody/link").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_pages_carry_the_headers(visit, path):
    headers = visit("owner").get(path).headers
    assert {name: headers[name] for name in ("Content-Security-Policy", "Referrer-Policy", "Cache-Control")} == {
        "Content-Security-Policy": PAGE_POLICY,
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_preview_runs_nothing(visit):
    answer = visit("moe").get(f"{BASE}/preview")
    assert answer.headers["Content-Security-Policy"] == PREVIEW_POLICY
    assert answer.data.startswith(b"<!DOCTYPE html>")


def test_cookies_are_kept_from_scripts_and_other_sites(visit):
    nobody = visit("")
    cookies = [*nobody.sign_in("thiri").headers.getlist("Set-Cookie")]
    cookies += nobody.post("/prefs", theme="dark", language="my", keys="off").headers.getlist("Set-Cookie")
    assert len(cookies) == 4
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_cookies_given_over_tls_go_back_over_tls_alone(visit, scheme, secure):
    answer = visit("").client.get("/login", base_url=f"{scheme}://localhost")
    cookies = answer.headers.getlist("Set-Cookie")
    assert (len(cookies), ["; Secure" in cookie for cookie in cookies]) == (1, [secure])


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_inline_code_and_name_no_other_host(visit, path):
    page = visit("owner").get(path).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<img|<svg|<iframe", page)
    assert re.findall(r"<script[^>]*>(.*?)</script>", page) == [""]
    assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page)


@pytest.mark.parametrize("path", PAGES)
def test_pages_name_their_language_and_direction(visit, path):
    page = visit("owner").get(path).text
    assert '<html lang="en" dir="ltr"' in page
    assert re.findall(r'<(?:p|textarea)[^>]*class="(?:text|sug-t|under)"[^>]*>', page) == re.findall(
        r'<(?:p|textarea)[^>]*class="(?:text|sug-t|under)" ?[^>]*lang="[^"]+" dir="[^"]+"[^>]*>|<textarea[^>]*lang="[^"]+" dir="[^"]+" class="text"[^>]*>',
        page,
    )


EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{7*7}}</textarea>"""


def test_texts_are_only_texts(desk, visit):
    key = CatalogKey("evil", "my")
    entry = Entry(
        EVIL, context="headline", note=EVIL, comments=(EVIL,), origin=EVIL, target=EVIL, previous=f"{EVIL} older"
    )
    segment = Segment(EVIL, Kind.HEADLINE, context="headline")
    desk.articles["evil"] = Document("evil", "", facts={"title": EVIL, "author": EVIL, "date": EVIL}, head=(segment,))
    desk.catalogs.catalogs[key] = Catalog("evil", "my", (entry,))
    desk.memory = ListMemory([Remembered(f"{EVIL} or so", EVIL, "en", "my", EVIL)])
    owner, page = visit("owner"), address_of(EVIL, "headline").replace("defectors", "evil")
    answers = [
        owner.get("/"),
        owner.get(f"/articles/evil/my?edit={page[-12:]}&q=%3Cscript%3E"),
        owner.get(page),
        owner.post(page, action="save", target=EVIL, base="older"),
        owner.post(page, action="use-1"),
        owner.post("/people", handle=EVIL, role="reader"),
        owner.get(f"/login?next={EVIL}"),
        owner.get("/memory?q=<script>alert(1)</script>"),
        owner.client.post(page, data={"target": EVIL}),
    ]
    for answer in answers:
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert "49" not in re.findall(r"}}(\d+)", answer.text)
    assert [a.status_code for a in answers] == [200, 200, 200, 409, 200, 200, 200, 200, 400]


@pytest.mark.parametrize(
    "path",
    [
        "/articles/nowhere/my",
        "/articles/defectors/xx",
        "/articles/..%2f..%2fetc/my",
        "/articles/defectors/..%2fmy",
        f"{BASE}/p/000000000000",
        f"{BASE}/p/x",
        "/articles/nowhere/my/preview",
    ],
)
def test_what_is_not_there_is_not_found(visit, path):
    assert visit("owner").get(path).status_code == 404


def test_too_much_at_once_is_refused(visit):
    answer = visit("thiri").client.post(address_of(SECOND), data={"target": "x" * (1024 * 1024 + 1)})
    assert (answer.status_code, "less than one megabyte" in answer.text) == (413, True)


def test_a_wrong_method_gets_a_page_too(visit):
    assert visit("thiri").client.post("/help").status_code in {400, 405}


def test_pages_stay_light(visit):
    owner = visit("owner")
    wire = {path: len(owner.get(path, **{"Accept-Encoding": "gzip"}).data) for path in (*PAGES, *STATIC)}
    assert all(wire[path] < 15_000 for path in wire if path != "/help")
    assert sum(wire[path] for path in ("/help", *STATIC)) < 40_000
    assert owner.get("/static/desk.js").content_length < 15_000


def test_the_headline_and_caption_are_called_so(visit):
    page = visit("moe").get(BASE).text
    assert [label in page for label in ("Headline", "Caption", "¶1", "¶4")] == [True] * 4
    assert address_of(CAPTION, "caption") in page
    assert address_of(HEADLINE, "headline") in page


def test_a_right_to_left_language_is_written_so(desk, visit):
    desk.target_locales = ("ar",)
    blocks = (Block(BlockKind.PARAGRAPH, segments=(Segment("Peace.", Kind.BODY, number=1),)),)
    desk.articles = {"peace": Document("peace", "", blocks=blocks)}
    desk.catalogs.catalogs[CatalogKey("peace", "ar")] = Catalog("peace", "ar", (Entry("Peace.").reviewed("سلام"),))
    assert '<p class="text" lang="ar" dir="rtl">سلام</p>' in visit("moe").get("/articles/peace/ar").text
