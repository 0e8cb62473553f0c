"""The callback inbox: every call of a gateway is stored raw before it is understood, and never lost."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl

from sqlalchemy import select

from storefront.adapters.gateways.base import Answer, BadSignature, Callback, Outcome
from storefront.domain.payments.methods import gateway_of
from storefront.domain.settlement.apply_event import apply_event
from storefront.infra import clock
from storefront.infra.db import begin_write, db, record_first
from storefront.infra.tenancy import enter_shop
from storefront.infra.tokens import token_hash
from storefront.models.payment import CallbackInbox, EndpointToken, PaymentMethod

KEEP = dt.timedelta(days=90)
MAX_BODY = 256 * 1024
MAX_SILENCE = dt.timedelta(minutes=1)
"""A call not understood after this long was stored by a server that died in between."""
UNREAD = "received"
MASKED = frozenset({"authorization", "cookie", "secure-token", "x-secret-key", "x-api-key"})


def receive(family: str, provider: str, token: str, callback: Callback, query: str) -> Answer:
    """Store the call, understand it, and answer as its gateway wants. The commit precedes the answer."""
    row_id = record_first(lambda: _store(family, provider, token, callback, query))
    return handle(row_id)


def handle(row_id: int) -> Answer:
    """Understand a stored call, also later; harmless twice."""
    begin_write()
    row = db.session.get_one(CallbackInbox, row_id, populate_existing=True)
    endpoint = db.session.get(EndpointToken, row.endpoint_token_id) if row.endpoint_token_id else None
    if endpoint is None or endpoint.revoked_at is not None:
        return _close(row, "unknown_endpoint", Answer(404))
    with enter_shop(endpoint.shop_id):
        return _for_shop(row, endpoint)


def unread(limit: int = 50) -> list[int]:
    """Calls that were stored and then not understood, because the server died or failed in between."""
    return list(
        db.session.scalars(
            select(CallbackInbox.id)
            .where(
                CallbackInbox.verdict == UNREAD,
                CallbackInbox.received_at < clock.now() - MAX_SILENCE,
            )
            .order_by(CallbackInbox.id)
            .limit(limit)
        )
    )


def _store(family: str, provider: str, token: str, callback: Callback, query: str) -> int:
    endpoint = db.session.scalar(
        select(EndpointToken).where(
            EndpointToken.token_hash == token_hash(token),
            EndpointToken.family == family,
            EndpointToken.provider == provider,
        )
    )
    row = CallbackInbox(
        family=family,
        provider=provider,
        endpoint_token_id=endpoint.id if endpoint else None,
        shop_id=endpoint.shop_id if endpoint else None,
        http_method=callback.method,
        headers={key: "•" if key.lower() in MASKED else value for key, value in callback.headers.items()},
        query=query,
        body=callback.body[:MAX_BODY],
        received_at=callback.received_at,
        retain_until=clock.now() + KEEP,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _for_shop(row: CallbackInbox, endpoint: EndpointToken) -> Answer:
    method = db.session.get_one(PaymentMethod, (endpoint.shop_id, endpoint.payment_method_id))
    gateway = gateway_of(method)
    try:
        told = gateway.read_callback(_callback(row))
    except BadSignature:
        return _close(row, Outcome.BAD_SIGNATURE.value, gateway.acknowledge([Outcome.BAD_SIGNATURE]))
    outcomes = [apply_event(method, event) for event in told]
    return _close(row, _verdict(outcomes), gateway.acknowledge(outcomes))


def _callback(row: CallbackInbox) -> Callback:
    return Callback(
        method=row.http_method,
        headers=row.headers,
        query=dict(parse_qsl(row.query, keep_blank_values=True)),
        body=row.body,
        received_at=row.received_at,
    )


def _verdict(outcomes: list[Outcome]) -> str:
    return next((outcome.value for outcome in outcomes if outcome is not Outcome.ACCEPTED), "accepted")


def _close(row: CallbackInbox, verdict: str, answer: Answer) -> Answer:
    row.verdict, row.answer_status, row.handled_at = verdict, answer.status, clock.now()
    db.session.flush()
    return answer
