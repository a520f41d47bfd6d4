"""For whoever keeps the desk running: is it alive, can it take work, how is it. Never whose work, nor what it says."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, jsonify, request

from .access import the_desk, utc_now

bp = Blueprint("running", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """The program answers; of the database nothing is said, so that nobody restarts a desk because of that."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """People can be sent here: 200, or 503, each with what was looked at."""
    found = the_desk().readiness(now=utc_now())
    is_ready = all(found.values())
    return jsonify(ready=is_ready, checks=dict(found)), 200 if is_ready else 503


@bp.get("/metrics")
def metrics() -> Response:
    """Numbers for Prometheus, for who has the token; without one in the configuration there is no such page."""
    kept = current_app.extensions.get("metrics")
    if kept is None:
        abort(404)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    is_right = hmac.compare_digest(token.strip().encode(), kept.token.encode())
    if kind.lower() != "bearer" or not is_right:
        answer = Response("Send the token: Authorization: Bearer TOKEN\n", 401, content_type="text/plain")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    return Response(kept.page(), content_type="text/plain; version=0.0.4; charset=utf-8")
