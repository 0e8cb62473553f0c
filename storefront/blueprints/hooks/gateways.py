"""Callbacks of payment gateways. Guarded by the endpoint's token and the gateway's signature."""

from __future__ import annotations

from flask import Blueprint, Response, request

from storefront.adapters.gateways.base import Callback
from storefront.domain.settlement import inbox
from storefront.infra.db import db

bp = Blueprint("hooks", __name__, url_prefix="/hooks")


@bp.route("/<family>/<code>/<token>", methods=["GET", "POST"], provide_automatic_options=False)
def receive(family: str, code: str, token: str) -> Response:
    """Store, settle, answer; HEAD writes nothing."""
    if request.method == "HEAD":
        return Response(status=204)
    answer = inbox.receive(
        family,
        code,
        token,
        Callback(request.method, dict(request.headers), request.args, request.get_data()),
        request.query_string.decode(),
    )
    # a refusal is recorded too, and the wrapper only commits answers below 400
    db.session.commit()
    return Response(answer.body, status=answer.status, headers=dict(answer.headers))
