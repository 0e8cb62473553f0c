"""For machines that watch: is the process up, are its parts there, how is it doing."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, Response, abort, jsonify, request

from storefront.infra import health, metrics

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """This process answers."""
    return _plain("ok\n")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Every part a request needs answers; which, but not how, since anyone may ask."""
    checks = health.ready()
    answer = jsonify({check.name: check.ok for check in checks})
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if all(check.ok for check in checks) else 503


@bp.get("/metrics")
def figures() -> Response:
    """Figures for Prometheus, to callers on this machine only; whoever comes by a proxy is not one."""
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip"))
    if forwarded or not ip_address(request.remote_addr or "0.0.0.0").is_loopback:
        abort(404)
    return _plain(metrics.exposition())


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain", headers={"Cache-Control": "no-store"})
