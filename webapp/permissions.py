"""Who may call what: one table of every route, made of what the views say of themselves."""

from __future__ import annotations

from flask import Flask

from . import api

ANYONE, WITH_LINK, WITH_TOKEN = "anyone", "whoever has the link", "whoever has the token of the metrics"
OPEN = {
    **dict.fromkeys(("static", "pages.help", "pages.prefs", "running.healthz", "running.readyz"), ANYONE),
    **dict.fromkeys(("access.login", "access.sign_in", "access.logout"), ANYONE),
    **dict.fromkeys(("access.invitation", "access.accept", "access.welcome", "access.enter_with_link"), WITH_LINK),
    **{"activity.feed": WITH_LINK, "api.openapi": ANYONE, "api.nothing": ANYONE},
    "running.metrics": WITH_TOKEN,
}
"""The routes for which nobody has to be signed in; all others ask for a role, or for a program's token."""


def permissions(app: Flask) -> dict[tuple[str, str], str]:
    """Return the least role for each (path, method): one of ROLES, or a word for who need not be signed in.

    RuntimeError where a view says nothing: an application that has one is not made.
    """
    by_token = {f"api.{route.view.__name__}": api.SCOPES[route.scope] for route in api.routes if route.scope}
    table: dict[tuple[str, str], str] = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        least = getattr(view, "least_role", "") or OPEN.get(rule.endpoint, "") or by_token.get(rule.endpoint, "")
        if not least:
            raise RuntimeError(f"{rule.endpoint} does not say who may call it: @requires, or permissions.OPEN")
        table |= {(rule.rule, method): least for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return dict(sorted(table.items()))
