"""Jobs of money: polls, refunds, expiry, and callbacks that were stored and not yet understood."""

from __future__ import annotations

from flask import current_app

from storefront.domain.payments import refund
from storefront.domain.payments.poll import payment_of
from storefront.domain.payments.practice import PRACTICE, connect, connection
from storefront.domain.settlement import held, inbox, pending
from storefront.infra import events, queue
from storefront.infra.db import db
from storefront.infra.links import public_url
from storefront.infra.tenancy import enter_shop
from storefront.jobs.registry import Work
from storefront.models.shop import Shop


def poll(work: Work) -> None:
    """Ask the gateway about one payment."""
    pending.settle(str(work.payload["payment"]))


def send_refund(work: Work) -> None:
    """Ask the gateway for one refund."""
    refund.send_refund(int(work.payload["refund"]))


def connect_practice(work: Work) -> None:
    """Switch the practice gateway on in a practice shop that was made while the sandbox was not there."""
    shop = db.session.get_one(Shop, work.shop_id)
    code, key = str(work.payload.get("gateway", PRACTICE)), current_app.config["SANDBOX_KEY"]
    issued = connection(shop, code, bootstrap_key=key, public_url=public_url(""))
    connect(shop, issued, by=events.JOB)


def expire_payments() -> None:
    """Let attempts past their end expire, shop by shop."""
    for shop_id, payment_id in pending.due_to_expire():
        db.session.commit()
        db.session.expunge_all()
        with enter_shop(shop_id):
            pending.close_if_due(payment_of(str(payment_id)))
            db.session.commit()
            db.session.expunge_all()


def close_attempts(work: Work) -> None:
    """Let nobody pay a cancelled order in an old tab."""
    pending.close_attempts(int(work.subject_id or 0))


def warn_of_holds() -> None:
    """Tell owners of held money that goes back by itself within a day."""
    for shop_id, payment_id in held.ending_soon():
        with enter_shop(shop_id):
            held.warn(payment_of(str(payment_id)))
            db.session.commit()
            db.session.expunge_all()


def read_callbacks() -> None:
    """Leave a job for each call that was stored before a crash; one that cannot be read parks alone."""
    for row_id in inbox.unread():
        queue.enqueue(inbox.READ, shop_id=0, unique_key=f"{inbox.READ}:{row_id}", callback=str(row_id))
    db.session.commit()


def read_callback(work: Work) -> None:
    """Understand one stored call."""
    inbox.handle(int(work.payload["callback"]))
