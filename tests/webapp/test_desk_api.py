"""The desk for programs: tokens, one table of routes, and answers as its description says."""

import html
import re

import pytest
from desk_fixture import BASE, CAPTION, FIRST, HEADLINE, LAST, MY, MY_FIRST, id_of
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from l10n.errors import StorageError
from l10n.glossary import Term
from l10n.model import Action, Entry, State

API = "/api/v1"
ENTRIES = f"{API}{BASE}/entries"
PLACES = {"slug": "defectors", "locale": "my", "id": id_of(FIRST)}
ASKED = {"q": "soldiers", "locale": "my"}
CAPTION_ID = id_of(CAPTION, "caption")


@pytest.fixture
def token(desk, visit):
    """Return a function that makes a token of somebody for a scope."""
    desk.api = True

    def make(handle="aung", scope="approve"):
        page = visit(handle).post("/settings/token", scope=scope)
        assert page.status_code == 200
        return html.unescape(re.search(r"<textarea[^>]*>\s*([^<]+)</textarea>", page.text)[1].strip())

    return make


@pytest.fixture
def call(app, token):
    """Return a function that asks the API in the name of a reviewer, or with another token."""
    client = app.test_client()
    own = token()

    def ask(method, path, *, token=own, revision=None, **more):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"If-Match": f'"{revision}"'} if revision else {}
        return client.open(path, method=method, headers=headers, **more)

    return ask


@pytest.fixture
def described(call):
    return call("GET", f"{API}/openapi.json", token="").json


def put(call, revision, action="approve", **more):
    body = {"action": action} | more.pop("json", {})
    return call("PUT", f"{ENTRIES}/{CAPTION_ID}", revision=revision, json=body, **more)


def schema_of(described, operation, code="200"):
    """Return the schema of an answer, with all schemas it refers to beside it."""
    [content] = operation["responses"][code]["content"].values()
    return content["schema"] | {"components": described["components"]}


def test_the_description_is_openapi_3_1(described):
    assert described["openapi"] == "3.1.0"
    validate(described)


def test_every_route_of_the_description_answers_as_it_says(described, call, desk):
    desk.glossary = [Term("soldiers", ("စစ်သား",), "my")]
    caption = desk.entry(CAPTION, "caption").revision
    driven = []
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            changes = method == "put"
            places = PLACES | ({"id": CAPTION_ID} if changes else {})
            names = [p["name"] for p in operation["parameters"] if p["in"] == "query" and p["name"] in ASKED]
            answer = call(
                method.upper(),
                API + path.format(**places),
                query_string={name: ASKED[name] for name in names},
                revision=caption if changes else None,
                json={"action": "approve"} if changes else None,
            )
            assert (path, method, answer.status_code, answer.mimetype) == (path, method, 200, "application/json")
            Draft202012Validator(schema_of(described, operation)).validate(answer.json)
            driven.append(operation["operationId"])
    assert sorted(driven) == [
        *("decide_entry", "list_articles", "list_entries", "list_findings", "list_suggestions", "list_terms"),
        *("openapi", "search_memory", "show_article", "show_entry"),
    ]


def test_errors_are_problems_as_described(described, call):
    for answer in (call("GET", f"{API}/articles/nothing"), call("GET", f"{API}/nowhere"), call("GET", f"{API}/memory")):
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == answer.status_code
        operation = described["paths"]["/memory"]["get"]
        Draft202012Validator(schema_of(described, operation, "default")).validate(answer.json)


def test_a_journal_that_cannot_be_reached_is_told_as_what_passes(call, desk):
    desk.catalogs.fails_with = StorageError("the database cannot be reached", remedy="Try again.")
    answer = put(call, desk.entry(CAPTION, "caption").revision, json={"target": "ရေ"})
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert "cannot be reached" in answer.text


def test_the_api_is_off_unless_the_project_switches_it_on(desk, call, visit):
    desk.api = False
    assert call("GET", f"{API}/articles").status_code == 404
    assert call("GET", f"{API}/openapi.json").status_code == 404
    assert visit("aung").post("/settings/token", scope="read").status_code == 404
    assert "api = true" in visit("aung").get("/settings/token").text


@pytest.mark.parametrize("sent", ["", "nonsense", "WyJzZXNzaW9uLWF1bmctMCIsImFwcHJvdmUiXQ.forged"])
def test_whoever_has_no_good_token_is_refused(call, sent):
    answer = call("GET", f"{API}/articles", token=sent)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_browser_session_counts_for_nothing(desk, token, visit):
    desk.api = True
    assert visit("aung").get(f"{API}/articles").status_code == 401


def test_a_token_ends_with_its_session(desk, call):
    assert call("GET", f"{API}/articles").status_code == 200
    desk.people.sessions.clear()
    assert call("GET", f"{API}/articles").status_code == 401


def test_a_token_does_no_more_than_its_scope(desk, call, token):
    revision = desk.entry(CAPTION, "caption").revision
    assert put(call, revision, "needs-work", token=token("aung", "read")).status_code == 403
    assert put(call, revision, token=token("aung", "write")).status_code == 403
    assert put(call, revision, "needs-work", token=token("aung", "write")).status_code == 200


def test_a_token_does_no_more_than_its_person_may_by_now(desk, call, token):
    mine = token("aung", "approve")
    desk.people.sessions = dict.fromkeys(desk.people.sessions, desk.people.people["thiri"])
    assert put(call, desk.entry(CAPTION, "caption").revision, token=mine).status_code == 403


def test_nobody_makes_a_token_for_more_than_they_may(desk, visit):
    desk.api = True
    assert visit("thiri").post("/settings/token", scope="approve").status_code == 403
    assert visit("moe").post("/settings/token", scope="write").status_code == 403


def test_an_entry_is_approved_where_it_is_as_it_was_seen(desk, call):
    seen = call("GET", f"{ENTRIES}/{CAPTION_ID}")
    assert seen.headers["ETag"] == f'"{seen.json["revision"]}"'
    answer = put(call, seen.json["revision"])
    assert (answer.status_code, answer.json["state"]) == (200, "approved")
    assert answer.headers["ETag"] == f'"{answer.json["revision"]}"'
    assert [(d.by, d.action) for d in desk.journal.decisions] == [("aung", Action.APPROVE)]


def test_what_changed_meanwhile_is_not_overwritten(desk, call):
    seen = desk.entry(CAPTION, "caption")
    newer = seen.reviewed("အခြား")
    desk.catalogs.catalogs[MY] = desk.catalogs.catalogs[MY].with_entries({seen.key: newer})
    assert put(call, seen.revision, json={"target": "ကျွန်ုပ်၏"}).status_code == 412
    assert desk.entry(CAPTION, "caption") == newer


def test_a_change_names_the_revision_it_is_made_to(call):
    assert put(call, None).status_code == 428


def test_what_the_checks_forbid_is_said(desk, call):
    answer = put(call, desk.entry(CAPTION, "caption").revision, json={"target": "၉၉၉"})
    assert (answer.status_code, [f["rule"] for f in answer.json["findings"]]) == (422, ["numbers"])
    assert desk.entry(CAPTION, "caption").state() is State.REVIEW


@pytest.mark.parametrize("body", [None, [], {"action": "publish"}, {"action": "approve", "target": 5}])
def test_what_is_no_decision_is_refused(desk, call, body):
    revision = desk.entry(CAPTION, "caption").revision
    answer = call("PUT", f"{ENTRIES}/{CAPTION_ID}", revision=revision, json=body)
    assert answer.status_code == 422


def test_pages_lead_from_one_to_the_next(call):
    first = call("GET", ENTRIES, query_string={"limit": 4}).json
    second = call("GET", ENTRIES, query_string={"limit": 4, "cursor": first["next"]}).json
    whole = call("GET", ENTRIES).json
    assert first["items"] + second["items"] == whole["items"]
    assert [e["source"] for e in whole["items"]][::5] == [HEADLINE, LAST]
    assert (second["next"], whole["next"]) == (None, None)
    for wrong in ({"cursor": "gone"}, {"limit": 0}, {"limit": 101}):
        assert call("GET", ENTRIES, query_string=wrong).status_code == 400


def test_texts_travel_as_they_are(call):
    assert MY_FIRST in call("GET", ENTRIES).get_data(as_text=True)


def test_entries_are_filtered_by_state(call):
    found = call("GET", ENTRIES, query_string={"state": "draft"}).json["items"]
    assert found[0]["target"] == MY_FIRST
    assert {e["state"] for e in found} == {"draft"}


def test_secret_words_are_not_told(desk, call):
    desk.glossary = [
        Term("coup"),
        Term("Ko Min", redact=True),
        Term("Ko Min", ("ကိုမင်း",), "my"),
        Term("X", do_not_publish=True),
    ]
    assert [t["source"] for t in call("GET", f"{API}/glossary").json["items"]] == ["coup"]


def test_findings_name_their_entries(desk, call):
    entry = Entry(FIRST).reviewed("၉၉၉")
    desk.catalogs.catalogs[MY] = desk.catalogs.catalogs[MY].with_entries({entry.key: entry})
    [found] = call("GET", f"{API}{BASE}/findings").json["items"]
    assert (found["entry"], found["rule"], found["severity"]) == (id_of(FIRST), "numbers", "error")


def test_a_form_without_a_token_of_its_page_is_still_refused(visit):
    # the exemption is for the API alone
    assert visit("aung").client.post("/settings/token", data={"scope": "read"}).status_code == 400
