"""Node leases: no two processes make ids with one number, and a restart begins above what was used."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.infra import clock, ids, installation
from storefront.infra.db import db
from storefront.infra.installation import IdNode

pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def own_maker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_maker", ids.IdMaker())


def test_two_processes_get_two_nodes(committed_app: Flask):
    with committed_app.app_context():
        first, second = installation.lease_node(), installation.lease_node()

    assert (first.node, second.node) == (0, 1)


def test_a_released_node_is_taken_again_above_the_last_id_made_with_it(committed_app: Flask):
    with committed_app.app_context():
        lease = installation.lease_node()
        last = ids.new_id()
        lease.release()
        clock.freeze(clock.now() + dt.timedelta(seconds=1))
        again = installation.lease_node()

        assert again.node == lease.node
        assert ids.new_id() > last


def test_a_node_of_a_killed_process_cools_until_its_mark_is_past(committed_app: Flask):
    with committed_app.app_context():
        installation.lease_node()
        clock.freeze(clock.now() + installation.LEASE + dt.timedelta(minutes=1))
        soon = installation.lease_node()
        clock.freeze(clock.now() + dt.timedelta(hours=2))
        late = installation.lease_node()

    assert (soon.node, late.node) == (1, 0)


def test_renewing_prolongs_the_lease_and_raises_the_mark(committed_app: Flask):
    with committed_app.app_context():
        lease = installation.lease_node()
        before = mark()
        clock.freeze(clock.now() + dt.timedelta(minutes=5))

        assert lease.renew()
        assert mark() > before


def test_a_lost_node_is_told(committed_app: Flask):
    with committed_app.app_context():
        lease = installation.lease_node()
        lease.holder = "somebody else"

        assert not lease.renew()


def mark() -> int:
    return db.session.scalars(select(IdNode.high_water)).one()
