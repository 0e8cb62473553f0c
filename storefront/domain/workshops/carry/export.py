"""Put a class into a file: its rows, and the practice shops of the learners who were chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from storefront.domain.transfer.parcel import Parcel
from storefront.domain.transfer.read import read_shop
from storefront.domain.transfer.rules import Kind as CopyKind
from storefront.domain.workshops.carry import rows
from storefront.domain.workshops.carry.package import CLASS, Writer
from storefront.domain.workshops.carry.rows import Row
from storefront.domain.workshops.certificates import Kind
from storefront.infra import clock, storage
from storefront.infra.db import db
from storefront.infra.installation import installation_id
from storefront.models.workshop import Certificate, Learner, Workshop

CLOSED = {"stored_card": ("pin_hash",)}
"""Secrets of practice shops, which stay."""


def export_class(workshop: Workshop, learner_ids: Collection[int], target: IO[bytes]) -> None:
    """Write the file; shops of learners who are not of this class are left out."""
    writer = Writer(
        target, installation=installation_id(), made_at=clock.now().isoformat(), title=workshop.title
    )
    writer.add_rows(CLASS, {"tables": _tables(workshop), "users": _users(workshop)})
    for learner_id, shop_id in _shops(workshop, learner_ids):
        parcel = read_shop(shop_id, CopyKind.WHOLE)
        _without_secrets(parcel)
        _add_pictures(writer, parcel)
        writer.add_rows(f"shops/{learner_id}.json", parcel.to_plain())
    writer.close()


def _add_pictures(writer: Writer, parcel: Parcel) -> None:
    """One that the laptop has lost does not keep the class from going home."""
    for key in parcel.files:
        try:
            writer.add(f"media/{key.split('/')[2]}", storage.get(key))
        except storage.NoSuchFile:
            parcel.leave_out(key)


def _tables(workshop: Workshop) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for name, table in rows.TABLES.items():
        found[name] = [rows.to_plain(name, row) for row in _rows(table, workshop, found)]
    return found


def _rows(table: rows.Table, workshop: Workshop, found: dict[str, list[Row]]) -> Sequence[Any]:
    """The rows of the class: those that point to rows which go along."""
    model: Any = table.model
    if model is Workshop:
        return [workshop]
    column, parent = next(iter(table.refs.items()))
    mine = [row["id"] for row in found[parent]]
    travelling = select(model).where(getattr(model, column).in_(mine))
    if model is Certificate:
        # the programme's is issued where real shops are, and a paper of elsewhere was carried once
        travelling = travelling.where(
            Certificate.kind == Kind.CLASS.value, Certificate.origin == installation_id()
        ).options(undefer(Certificate.pdf))
    return db.session.scalars(travelling.order_by(model.id)).all()


def _users(workshop: Workshop) -> dict[str, int]:
    """Whose account each learner has, so that their acts in the shop stay theirs."""
    found = db.session.execute(
        select(Learner.id, Learner.user_id).where(Learner.workshop_id == workshop.id).order_by(Learner.id)
    )
    return {str(row.id): row.user_id for row in found}


def _shops(workshop: Workshop, learner_ids: Collection[int]) -> list[tuple[int, int]]:
    found = db.session.execute(
        select(Learner.id, Learner.shop_id)
        .where(Learner.workshop_id == workshop.id, Learner.shop_id.is_not(None))
        .order_by(Learner.id)
    )
    return [(row.id, row.shop_id) for row in found if row.id in learner_ids]


def _without_secrets(parcel: Parcel) -> None:
    for name, columns in CLOSED.items():
        for row in parcel.rows.get(name, ()):
            row.update(dict.fromkeys(columns))
