"""This installation: its random id, the node leases that keep ids apart, and leases of periodic work."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import socket

from sqlalchemy import BigInteger, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra import clock, ids
from storefront.infra.db import Base, begin_write, db

LEASE = dt.timedelta(minutes=10)
AHEAD_MS = 60 * 60 * 1000
"""How far ahead of use the high-water mark stands."""


class Installation(Base):
    """This installation's random id; one row."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    installation_id: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[dt.datetime]


class IdNode(Base):
    """A node number of the id maker: who has it, until when, and the newest millisecond it may have used."""

    __tablename__ = "id_node"

    node: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(String(80))
    leased_until: Mapped[dt.datetime]
    high_water: Mapped[int]


class PeriodicRun(Base):
    """The lease of one kind of periodic work: who runs it next is whoever takes the row first."""

    __tablename__ = "periodic_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[dt.datetime]
    last_run_at: Mapped[dt.datetime | None]


class NoFreeNode(RuntimeError):
    """All node numbers are leased: more than 1,023 processes are running."""


class NodeLease:
    """A node number held by this process; renew() keeps it and raises the mark ahead of use."""

    def __init__(self, node: int, holder: str, maker: ids.IdMaker) -> None:
        self.node = node
        self.holder = holder
        self.maker = maker

    def renew(self) -> bool:
        """Prolong the lease and raise the high-water mark; commits. False when the node was lost."""
        return self._write(clock.now() + LEASE, _mark(self.maker.high_water))

    def release(self) -> None:
        """Give the node back; the next holder begins above the last id made here. Commits."""
        self._write(clock.now(), self.maker.high_water)

    def _write(self, leased_until: dt.datetime, high_water: int) -> bool:
        held = db.session.scalar(
            update(IdNode)
            .where(IdNode.node == self.node, IdNode.holder == self.holder)
            .values(leased_until=leased_until, high_water=high_water)
            .returning(IdNode.node)
        )
        db.session.commit()
        return held is not None


def lease_node() -> NodeLease:
    """Lease the lowest free node for this process and make ids with it; commits. Raises NoFreeNode."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[:80]
    begin_write()
    taken = {row.node: row for row in db.session.scalars(select(IdNode).with_for_update())}
    node = next((n for n in range(ids.NO_LEASE) if _is_free(taken.get(n))), None)
    if node is None:
        raise NoFreeNode("no free node for ids")
    row = taken.get(node)
    not_before = row.high_water if row else 0
    values = {"holder": holder, "leased_until": clock.now() + LEASE, "high_water": _mark(not_before)}
    if row:
        db.session.execute(update(IdNode).where(IdNode.node == node).values(**values))
    else:
        db.session.execute(insert(IdNode).values(node=node, **values))
    db.session.commit()
    db.session.expire_all()
    return NodeLease(node, holder, ids.use_node(node, not_before))


def _is_free(row: IdNode | None) -> bool:
    if row is None:
        return True
    # a node whose mark lies ahead of the clock is left to cool, as its ids would have to run ahead of time
    return row.leased_until < clock.now() and row.high_water <= ids.milliseconds(clock.now())


def _mark(used: int) -> int:
    return max(used, ids.milliseconds(clock.now())) + AHEAD_MS


def take_turn(name: str, every: dt.timedelta) -> bool:
    """Whether this process may run the periodic work now; the next turn comes `every` later. Commits."""
    moment = clock.now()
    due = select(PeriodicRun.name).where(PeriodicRun.name == name, PeriodicRun.due_at > moment)
    if db.session.scalar(due) is not None:
        return False
    begin_write()
    row = db.session.get(PeriodicRun, name, with_for_update=True, populate_existing=True)
    if row is None:
        db.session.add(PeriodicRun(name=name, due_at=moment + every, last_run_at=moment))
    elif row.due_at <= moment:
        row.due_at, row.last_run_at = moment + every, moment
    else:
        db.session.rollback()
        return False
    db.session.commit()
    return True


def installation_id() -> str:
    """This installation's random id, made by the first migration's first start."""
    found = db.session.scalar(select(Installation.installation_id).where(Installation.id == 1))
    if found is None:
        found = secrets.token_hex(16)
        db.session.add(Installation(id=1, installation_id=found, created_at=clock.now()))
        db.session.commit()
    return found
