"""A round of the poller: every waiting payment is asked about at the real sandbox, by the real worker."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bench.cpu import group_seconds
from storefront import create_app
from storefront.config import read_settings
from storefront.domain.payments.start import POLL
from storefront.infra import clock, migrate, queue
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from tests.serving import Server
from tests.told import charged, open_counter

PATIENCE = 300.0
SANDBOX = "sandbox.sqlite3"


@dataclass(frozen=True)
class Polling:
    """One round: payments asked about, how many were found paid, its seconds, processor time for each."""

    payments: int
    found_paid: int
    seconds: float
    cpu_ms: float

    @property
    def per_second(self) -> float:
        """Payments asked about in a second."""
        return self.payments / self.seconds


def measure_polling(folder: Path, payments: int = 1_000) -> Polling:
    """Payments whose callbacks never came, asked about once each; counts the sandbox's processor time too."""
    folder.mkdir()
    server = Server(folder)
    settings = read_settings(server.environment())
    migrate.upgrade(settings.sqlalchemy_url)
    app = create_app(settings)
    counter = open_counter(app, folder, server.url, count=payments, store_name=SANDBOX)
    server.start()
    try:
        server.wait_ready()
        members = tuple(server.members())
        used, began = group_seconds(members), time.perf_counter()
        with app.app_context(), enter_shop(counter.shop_id):
            for told in counter.calls:
                queue.enqueue(POLL, shop_id=counter.shop_id, payment=str(told.payment_id))
            db.session.commit()
            while _waiting() and time.perf_counter() - began < PATIENCE:
                time.sleep(0.05)
        seconds, cpu = time.perf_counter() - began, group_seconds(members) - used
    finally:
        server.kill_group()
    return Polling(payments, len(charged(app, counter)), seconds, 1000 * cpu / payments)


def _waiting() -> int:
    """Polls that are due and not done."""
    mine = select(func.count(queue.Job.id)).where(
        queue.Job.kind == POLL, queue.Job.done_at.is_(None), queue.Job.tries < 2
    )
    number = db.session.scalar(mine.where(queue.Job.run_at <= clock.now()))
    db.session.rollback()
    return number or 0
