"""The API described for programs (OpenAPI 3.1), made of the one table of routes that also serves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

PREFIX = "/api/v1"
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}


@dataclass(frozen=True, slots=True)
class Route:
    """One thing the API does. *path* is as Flask writes it; *answer* and *body* name schemas; *scope* "": no token.

    *paged* says that the answer is a list in pages; *guarded*, that it carries a revision, which a change must name.
    """

    method: str
    path: str
    view: Callable[..., Any]
    summary: str
    answer: str
    scope: str = "read"
    body: str = ""
    query: tuple[str, ...] = ()
    paged: bool = False
    guarded: bool = False


def _object(*optional: str, **properties: Schema) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


STATES = {"enum": ["empty", "draft", "review", "stale", "approved"]}

SCHEMAS: dict[str, Schema] = {
    "Article": _object("counts", slug=TEXT, title=TEXT, locales=_list(TEXT), counts={"type": "object"}),
    "Entry": _object(
        id={**TEXT, "description": "Stands for the paragraph in addresses."},
        kind={**TEXT, "description": "What it is to a reader: headline, caption, body …"},
        number={**NUMBER, "description": "Of a paragraph of the body, else 0."},
        state=STATES,
        source=TEXT,
        target=TEXT,
        previous={**TEXT, "description": "The source that the target was made for, where it has changed since."},
        revision={**TEXT, "description": "Of source, target and state; send it as If-Match to change them."},
    ),
    "Decision": _object(
        *("target", "accept_warnings"),
        action={"enum": ["review", "approve", "needs-work", "reject"]},
        target={**TEXT, "description": "The translation; the present one where it is left out."},
        accept_warnings={"type": "boolean", "description": "Approve in spite of warnings, which is recorded."},
    ),
    "Suggestion": _object(target=TEXT, source=TEXT, score={"type": "number"}, nearness=TEXT, article=TEXT, locale=TEXT),
    "Term": _object(
        source=TEXT,
        locale={**TEXT, "description": "Empty: all."},
        targets=_list(TEXT),
        forbidden=_list(TEXT),
        kind=TEXT,
        note=TEXT,
        do_not_translate={"type": "boolean"},
    ),
    "Finding": _object("entry", rule=TEXT, severity={"enum": ["error", "warn", "info"]}, message=TEXT, entry=TEXT),
    "Problem": _object("findings", type=TEXT, title=TEXT, status=NUMBER, detail=TEXT, findings=_list(_ref("Finding"))),
    "Document": {"type": "object"},
}
"""What goes in and out, as JSON Schema."""

QUERY: dict[str, Schema] = {
    "q": {"description": "Words to look for.", "schema": TEXT},
    "locale": {"description": "A target of the project.", "schema": TEXT},
    "state": {"description": "Only entries in this state.", "schema": STATES},
    "cursor": {"description": "The `next` of the page before.", "schema": TEXT},
    "limit": {"description": "How many at most.", "schema": {"type": "integer", "minimum": 1, "maximum": 100}},
}


def describe(routes: Sequence[Route], *, title: str) -> Schema:
    """Return the OpenAPI document of *routes*."""
    paths: dict[str, Schema] = {}
    for route in routes:
        paths.setdefault(re.sub(r"<(\w+)>", r"{\1}", route.path), {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route) -> Schema:
    places = [{"name": n, "in": "path", "required": True, "schema": TEXT} for n in re.findall(r"<(\w+)>", route.path)]
    names = (*route.query, *(("cursor", "limit") if route.paged else ()))
    match = {"name": "If-Match", "in": "header", "required": True, "schema": TEXT}
    operation: Schema = {
        "operationId": route.view.__name__,
        "summary": route.summary,
        "parameters": [
            *places,
            *({"name": name, "in": "query", **QUERY[name]} for name in names),
            *([match] if route.body else []),
        ],
        "responses": {"200": _answer(route), "default": _content(_ref("Problem"), "What went wrong.", "problem+json")},
        "security": [{"token": [route.scope]}] if route.scope else [],
    }
    if route.body:
        operation["requestBody"] = {"required": True, **_content(_ref(route.body), route.summary, "json")}
    return operation


def _answer(route: Route) -> Schema:
    one = _ref(route.answer)
    page = _object(items=_list(one), next={"type": ["string", "null"]})
    answer = _content(page if route.paged else one, route.summary, "json")
    return answer | {"headers": {"ETag": {"schema": TEXT}}} if route.guarded else answer


def _content(schema: Schema, description: str, kind: str) -> Schema:
    return {"description": description, "content": {f"application/{kind}": {"schema": schema}}}
