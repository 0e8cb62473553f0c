"""The callback inbox: every call of a gateway or bank is stored before it is understood, and never lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from urllib.parse import parse_qsl

from sqlalchemy import delete, select

from storefront.adapters.gateways.base import Answer, BadSignature, Callback, Outcome
from storefront.domain.payments.connect import endpoint_of_account
from storefront.domain.settlement.reading import read_for_shop
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db, record_first
from storefront.infra.tenancy import PLATFORM, enter_shop
from storefront.infra.tokens import token_hash
from storefront.models.payment import CallbackInbox, EndpointToken

READ = "settlement.read_callback"
KEEP = dt.timedelta(days=90)
KEEP_STRANGERS = dt.timedelta(days=14)
MAX_BODY = 256 * 1024
MAX_SILENCE = dt.timedelta(minutes=1)
"""A call not understood after this long was stored by a server that died in between."""
UNREAD = "received"
UNKNOWN = "unknown_endpoint"
UNKNOWN_ACCOUNT = "unknown_account"
DROPPED = frozenset({"cookie"})
SECRET = frozenset({"authorization", "secure-token", "x-secret-key", "x-api-key"})


def receive(family: str, provider: str, token: str, callback: Callback, query: str) -> Answer:
    """Store the call, understand it, and answer as its gateway wants. The commit precedes the answer."""
    row_id = record_first(lambda: _store(family, provider, token, callback, query))
    return handle(row_id)


def handle(row_id: int) -> Answer:
    """Understand a stored call, also later; harmless twice."""
    begin_write()
    row, endpoint = _stored(row_id)
    if endpoint is None or endpoint.revoked_at is not None:
        return _close(row, UNKNOWN, Answer(404))
    callback = _callback(row)
    try:
        endpoint = _meant(endpoint, callback)
    except BadSignature as error:
        row.note = str(error)[:200]
        return _close(row, Outcome.BAD_SIGNATURE.value, Answer(400))
    if endpoint is None:
        return _close(row, UNKNOWN_ACCOUNT, Answer(200))
    with enter_shop(endpoint.shop_id):
        reading = read_for_shop(endpoint, callback)
    row.note, row.shop_id = reading.note[:200], endpoint.shop_id
    return _close(row, reading.verdict, reading.answer)


def _stored(row_id: int) -> tuple[CallbackInbox, EndpointToken | None]:
    found = db.session.execute(
        select(CallbackInbox, EndpointToken)
        .outerjoin(EndpointToken, EndpointToken.id == CallbackInbox.endpoint_token_id)
        .where(CallbackInbox.id == row_id)
        .execution_options(populate_existing=True)
    ).one()
    return found[0], found[1]


def _meant(endpoint: EndpointToken, callback: Callback) -> EndpointToken | None:
    """The shop's endpoint: the one called, or the one whose account a platform call names."""
    if endpoint.shop_id != PLATFORM:
        return endpoint
    return endpoint_of_account(endpoint.provider, callback)


def replay(row_id: int, *, by: events.Actor) -> str:
    """Read a stored call once more, by a person's wish; its new verdict."""
    begin_write()
    row = db.session.get_one(CallbackInbox, row_id, populate_existing=True)
    row.replays += 1
    events.record_platform("callback.replayed", row, by=by, provider=row.provider, verdict=row.verdict)
    handle(row_id)
    return row.verdict


def unread(limit: int = 200) -> list[int]:
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


def forget_old() -> None:
    """Delete calls past their time; those of nobody go sooner. Accounts keep their facts, not these."""
    over = delete(CallbackInbox).where(CallbackInbox.retain_until < clock.now())
    db.session.execute(over.execution_options(synchronize_session=False))


def _store(family: str, provider: str, token: str, callback: Callback, query: str) -> int:
    endpoint = db.session.scalar(
        select(EndpointToken).where(
            EndpointToken.token_hash == token_hash(token),
            EndpointToken.family == family,
            EndpointToken.provider == provider,
        )
    )
    kept = {name: value for name, value in callback.headers.items() if name.lower() not in DROPPED}
    secret = {name: value for name, value in kept.items() if name.lower() in SECRET}
    row = CallbackInbox(
        family=family[:20],
        provider=provider[:30],
        endpoint_token_id=endpoint.id if endpoint else None,
        shop_id=endpoint.shop_id if endpoint else None,
        http_method=callback.method,
        headers=kept | dict.fromkeys(secret, "•"),
        secret_headers=json.dumps(secret) if secret and endpoint else None,
        query=query,
        body=callback.body[:MAX_BODY],
        digest=_digest(family, provider, token, query, callback.body),
        received_at=callback.received_at,
        retain_until=clock.now() + (KEEP if endpoint else KEEP_STRANGERS),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _digest(family: str, provider: str, token: str, query: str, body: bytes) -> str:
    parts = (family, provider, token_hash(token), query)
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + body).hexdigest()


def _callback(row: CallbackInbox) -> Callback:
    secret: dict[str, str] = json.loads(row.secret_headers) if row.secret_headers else {}
    return Callback(
        method=row.http_method,
        headers=row.headers | secret,
        query=dict(parse_qsl(row.query, keep_blank_values=True)),
        body=row.body,
        received_at=row.received_at,
    )


def _close(row: CallbackInbox, verdict: str, answer: Answer) -> Answer:
    row.verdict, row.answer_status, row.handled_at = verdict, answer.status, clock.now()
    db.session.flush()
    return answer
