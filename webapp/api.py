"""The desk for programs: JSON under /api/v1, for whoever holds a token. Off, unless the project switches it on.

A token is a session of its own, signed together with what it may be used for: it ends with that session, at once.
No cookie counts here, so that no page can make a browser call it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, render_template, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import HTTPException

from l10n.errors import DiglotError
from l10n.model import Action, Entry, Finding, Outcome
from l10n.ports import Recalled, Remembered

from .access import ROLES, View, requires, the_desk, utc_now
from .articles import row_or_404, sheet_or_404, title_of
from .errors import code_of
from .finding import rows_wanted
from .openapi import PREFIX, Route, describe
from .rows import Row

if TYPE_CHECKING:
    from l10n.stores.people_tables import Person

bp = Blueprint("api", __name__, url_prefix=PREFIX)
pages = Blueprint("tokens", __name__)

SCOPES = {"read": "reader", "write": "translator", "approve": "reviewer"}
"""What a token may be used for, each more than the one before; and the role that a person needs for it."""

CATALOG = "/articles/<slug>/<locale>"
ENTRY = f"{CATALOG}/entries/<id>"
ACTIONS = {action.value: action for action in (Action.REVIEW, Action.APPROVE, Action.NEEDS_WORK, Action.REJECT)}
PAGE, MAX_PAGE = 25, 100

routes: list[Route] = []
"""All that the API does: it is served from this table, and described from it."""

Json = dict[str, Any]
T = TypeVar("T")
V = TypeVar("V", bound=Callable[..., Any])


def route(method: str, path: str, summary: str, answer: str, **more: Any) -> Callable[[V], V]:
    """Enter a view into the table of routes."""

    def enter(view: V) -> V:
        routes.append(Route(method, path, view, summary, answer, **more))
        return view

    return enter


def init_app(app: Flask) -> None:
    """Serve the table of routes, and the page where tokens are made."""
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Burmese is six times as long in escapes
    app.extensions["csrf"].exempt(bp)  # whoever calls names a token; cookies are not looked at
    app.register_blueprint(bp)
    app.register_blueprint(pages)


@bp.before_request
def _let_in() -> None:
    """Refuse whoever has no token that is good for what they want; `g.person` is who it belongs to."""
    if not the_desk().api:
        abort(404)
    wanted = next((r for r in routes if f"api.{r.view.__name__}" == request.endpoint), None)
    if wanted is None or not wanted.scope:
        return
    g.person, g.scope = _bearer()
    _demand(wanted.scope)


def _bearer() -> tuple[Person, str]:
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    try:
        session, scope = _serializer().loads(sent) if kind.lower() == "bearer" else ("", "")
    except (BadSignature, ValueError):
        session, scope = "", ""
    person = the_desk().people.session_person(session, now=utc_now()) if session else None
    if person is None or scope not in SCOPES:
        abort(401, "Send a token that is still good: Authorization: Bearer TOKEN")
    return person, scope


def _demand(scope: str) -> None:
    """Refuse what the token, or by now the role of its person, does not allow."""
    if list(SCOPES).index(g.scope) < list(SCOPES).index(scope):
        abort(403, f"This token may only {g.scope}.")
    if ROLES.index(g.person.role) < ROLES.index(SCOPES[scope]):
        abort(403, f"{g.person.handle} may not {scope}.")


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="api token")


def make_token(person: Person, scope: str) -> str:
    """Return a token for *person*: a new session, signed together with its scope."""
    return str(_serializer().dumps([the_desk().people.start_session(person, now=utc_now()), scope]))


@pages.get("/settings/token")
@requires("reader")
def token() -> str:
    return _token_page("")


@pages.post("/settings/token")
@requires("reader")
def new_token() -> View:
    """Show a new token, once."""
    scope = request.form.get("scope", "")
    if not the_desk().api or scope not in SCOPES:
        abort(404)
    if not current_user.may(SCOPES[scope]):
        abort(403)
    return _token_page(make_token(current_user.person, scope))


def _token_page(made: str) -> str:
    scopes = [scope for scope, role in SCOPES.items() if current_user.may(role)]
    return render_template("token.html", made=made, scopes=scopes, on=the_desk().api, prefix=PREFIX)


@route("GET", "/openapi.json", "This description.", "Document", scope="")
def openapi() -> Json:
    return describe(routes, title=f"{the_desk().name}: the desk")


@route("GET", "/articles", "All articles, by slug.", "Article", paged=True)
def list_articles() -> Json:
    return _page(the_desk().slugs(), _article, key=str)


@route("GET", "/articles/<slug>", "One article.", "Article")
def show_article(slug: str) -> Json:
    desk = the_desk()
    if slug not in desk.slugs():
        abort(404)
    sheets = [sheet_or_404(slug, locale)[1] for locale in desk.target_locales]
    counts = {sheet.catalog.locale: {s.value: n for s, n in sheet.counts().items()} for sheet in sheets}
    return _article(slug) | {"counts": counts}


@route("GET", f"{CATALOG}/entries", "Its entries, in the article's order.", "Entry", paged=True, query=("state", "q"))
def list_entries(slug: str, locale: str) -> Json:
    _, sheet = sheet_or_404(slug, locale)
    state = request.args.get("state", "")
    rows = [row for row in rows_wanted(sheet, None, request.args.get("q", "")) if state in ("", row.state.value)]
    return _page(rows, _entry, key=lambda row: row.id)


@route("GET", f"{CATALOG}/findings", "What the checks say of its entries.", "Finding", paged=True)
def list_findings(slug: str, locale: str) -> Json:
    _, sheet = sheet_or_404(slug, locale)
    found = [(row, f) for row in sheet.rows if row.entry.target for f in the_desk().findings(row.entry, locale)]
    return _page(found, lambda each: _finding(each[1]) | {"entry": each[0].id})


@route("GET", ENTRY, "One entry.", "Entry", guarded=True)
def show_entry(slug: str, locale: str, id: str) -> Response:
    return _entry_with_tag(row_or_404(slug, locale, id)[2])


@route("PUT", ENTRY, "Decide upon an entry.", "Entry", guarded=True, body="Decision", scope="write")
def decide_entry(slug: str, locale: str, id: str) -> View:
    """Decide upon the entry as the caller saw it; 412 where somebody changed it meanwhile."""
    _, sheet, row = row_or_404(slug, locale, id)
    said = request.get_json(silent=True)
    sent: Json = said if isinstance(said, dict) else {}
    action, target = sent.get("action"), sent.get("target", row.entry.target)
    if action not in ACTIONS or not isinstance(target, str):
        abort(422, f"Send JSON with an action ({', '.join(ACTIONS)}) and a target.")
    if ACTIONS[action] is Action.APPROVE:
        _demand("approve")
    if "If-Match" not in request.headers:
        abort(428, 'Send the entry\'s revision: If-Match: "…"')
    decided = the_desk().decide(
        catalog=sheet.catalog,
        key=row.entry.key,
        action=ACTIONS[action],
        target=target,
        base=request.headers["If-Match"].strip().strip('"'),
        by=g.person.handle,
        now=utc_now(),
        accept_warnings=sent.get("accept_warnings") is True,
    )
    if decided.refused:
        return _problem(422, "The checks find fault with it.", findings=[_finding(each) for each in decided.refused])
    if decided.outcome is Outcome.CONFLICT:
        abort(412, "Somebody changed it meanwhile; your text was kept in its history.")
    return _entry_with_tag(row_or_404(slug, locale, id)[2])


@route("GET", f"{ENTRY}/suggestions", "Texts approved for something near it.", "Suggestion", paged=True)
def list_suggestions(slug: str, locale: str, id: str) -> Json:
    _, sheet, row = row_or_404(slug, locale, id)
    return _page(the_desk().recall(row.entry, sheet.catalog), _recalled)


@route("GET", "/memory", "Approved pairs whose source holds a phrase.", "Suggestion", paged=True, query=("q", "locale"))
def search_memory() -> Json:
    q, locale = request.args.get("q", "")[:200], request.args.get("locale", "")
    if locale not in the_desk().target_locales or not q.strip():
        abort(422, "Name a locale of the project and words to look for: ?locale=…&q=…")
    found = the_desk().search_memory(q, locale, limit=MAX_PAGE)
    return _page(found, lambda each: _remembered(each, 1.0, "phrase"))


@route("GET", "/glossary", "The words agreed on, but for those that are secret.", "Term", paged=True, query=("q",))
def list_terms() -> Json:
    rows, q = the_desk().glossary_rows(), request.args.get("q", "").casefold()
    secret = {row.term.source for row in rows if row.term.do_not_publish or row.term.redact}
    terms = [row.term for row in rows if row.term.source not in secret and q in row.term.source.casefold()]
    names = ("source", "locale", "targets", "forbidden", "kind", "note", "do_not_translate")
    return _page(terms, lambda term: {name: getattr(term, name) for name in names})


def _page(all: Sequence[T], show: Callable[[T], Json], key: Callable[[T], str] | None = None) -> Json:
    """Return the items after the one that the cursor names, by its *key* or place, and the next cursor, if any."""
    limit, cursor = request.args.get("limit", PAGE, type=int), request.args.get("cursor", "")
    keys = [key(each) if key else str(place) for place, each in enumerate(all)]
    if (cursor and cursor not in keys) or not 1 <= limit <= MAX_PAGE:
        abort(400, f"A cursor is the `next` of a page, a limit is at most {MAX_PAGE}. Begin again without them.")
    start = keys.index(cursor) + 1 if cursor else 0
    end = start + limit
    return {"items": [show(each) for each in all[start:end]], "next": keys[end - 1] if end < len(all) else None}


def _article(slug: str) -> Json:
    desk = the_desk()
    return {"slug": slug, "title": title_of(desk.document(slug)), "locales": list(desk.target_locales)}


def _entry(row: Row) -> Json:
    entry: Entry = row.entry
    said = {name: getattr(entry, name) for name in ("source", "target", "previous", "revision")}
    return {"id": row.id, "kind": row.kind.value, "number": row.number, "state": row.state.value, **said}


def _entry_with_tag(row: Row) -> Response:
    answer = jsonify(_entry(row))
    answer.set_etag(row.entry.revision)
    return answer


def _finding(finding: Finding) -> Json:
    return {"rule": finding.rule, "severity": finding.severity.value, "message": finding.message}


def _recalled(recalled: Recalled) -> Json:
    return _remembered(recalled.remembered, recalled.score, recalled.nearness.value)


def _remembered(remembered: Remembered, score: float, nearness: str) -> Json:
    pair = {"source": remembered.source, "target": remembered.target, "locale": remembered.target_locale}
    return {**pair, "article": remembered.slug, "score": round(score, 4), "nearness": nearness}


@bp.errorhandler(HTTPException)
def _http_problem(error: HTTPException) -> Response:
    return _problem(error.code or 500, error.description or "", title=error.name)


@bp.errorhandler(DiglotError)
def _diglot_problem(error: DiglotError) -> Response:
    return _problem(code_of(error, conflict=412), f"{error.message} {error.remedy}".strip())


def _problem(code: int, detail: str, *, title: str = "", **more: Any) -> Response:
    """Return an error as RFC 9457 has it."""
    said = {"type": "about:blank", "title": title or detail, "status": code, "detail": detail, **more}
    answer = jsonify(said)
    answer.status_code, answer.content_type = code, "application/problem+json"
    if code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


for each in routes:
    bp.add_url_rule(each.path, view_func=each.view, methods=[each.method])


@bp.route("/", defaults={"rest": ""}, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@bp.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing(rest: str) -> View:
    abort(404)
