"""The API under schemathesis: whatever a program sends, the answer is as described and never an error of the server.

A real project stands behind it. Every operation is called with tokens of each role, and with none.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sample_desk import PEOPLE, SLUG, copy_sample
from thorough import examples

from l10n.model import CatalogKey
from l10n.newsroom.project import Project, open_project
from webapp import create_app
from webapp.api import make_token
from webapp.rows import paragraph_id

schemathesis = pytest.importorskip("schemathesis")
pytestmark = pytest.mark.slow

SCOPES = dict(zip(PEOPLE, ("read", "write", "approve", "approve"), strict=True))
LOCALE = "es"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("api") / "newsroom"
    copy_sample(root)
    with (root / "diglot.toml").open("a", encoding="utf-8") as file:
        file.write("\n[desk]\napi = true\n")
    return open_project(root)


@pytest.fixture(scope="module")
def app(project: Project, translations: Path) -> Any:
    return create_app(project, secret_key="a test's own key", testing=True, translations=translations)


@pytest.mark.parametrize("handle", ["", *PEOPLE], ids=lambda handle: handle or "nobody")
def test_whatever_is_sent_is_answered_as_described(project: Project, app: Any, handle: str) -> None:
    from schemathesis.checks import load_all_checks, not_a_server_error
    from schemathesis.specs.openapi import checks as openapi

    load_all_checks()
    promises = [
        not_a_server_error,
        openapi.status_code_conformance,
        openapi.content_type_conformance,
        openapi.response_headers_conformance,
        openapi.response_schema_conformance,
    ]
    headers, answers = {"Accept-Encoding": "identity"}, Counter[int]()
    if handle:
        with app.app_context():
            person = next(p for p in project.people.everyone() if p.handle == handle)
            headers["Authorization"] = f"Bearer {make_token(person, SCOPES[handle])}"
    catalog = CatalogKey(SLUG, LOCALE)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=examples(20),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            if answers.total() % 3:  # most calls lead to what there is, in the state that it has
                entry = project.catalogs.read(catalog)[0].entries[answers.total() % 5]
                known = {"slug": SLUG, "locale": LOCALE, "id": paragraph_id(entry.key)}
                case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
                if "If-Match" in (case.headers or {}):
                    case.headers["If-Match"] = f'"{entry.revision}"'
            answer = case.call(headers=headers)
            answers[answer.status_code] += 1
            case.validate_response(answer, checks=promises)

        send()
    assert max(answers) < 500
    assert answers.total() > 100
    assert bool(answers[200]) is bool(handle), answers
