"""What settling one callback costs: statements sent to the database, those of savepoints left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from storefront.adapters.gateways.base import Callback
from storefront.domain.settlement import inbox
from storefront.infra.db import db
from tests.sqlcount import counted_sql
from tests.told import GATEWAYS, Told, charged, open_counter

FIRST, AGAIN = 18, 8


def deliver(told: Told) -> int:
    """Let the inbox take a call; how many statements that took."""
    path, _, query = told.call.url.removeprefix("http://shop.example/hooks/").partition("?")
    callback = Callback(told.call.method, dict(told.call.headers), {}, told.call.body)
    with counted_sql() as statements:
        inbox.receive(*path.split("/"), callback, query)  # type: ignore[call-arg,arg-type]
        db.session.commit()
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE")) for sql in statements.sql)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_callback_settles_with_few_statements_and_its_repeat_with_fewer(
    app: Flask, rolled_back: None, tmp_path: Path, gateway: str
) -> None:
    counter = open_counter(app, tmp_path, "http://shop.example", count=1, gateways=[gateway])
    told = counter.calls[0]

    with app.app_context():
        taken = (deliver(told), deliver(told))

    assert charged(app, counter) == {told.payment_id: counter.amount}
    assert taken[0] <= FIRST
    assert taken[1] <= AGAIN
