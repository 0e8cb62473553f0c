"""Making workshops and finding them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from storefront.infra.db import db
from storefront.models.user import User
from storefront.models.workshop import Workshop, WorkshopTrainer


def workshops_of(user: User) -> Sequence[Workshop]:
    """The workshops a user trains, newest first."""
    mine = select(WorkshopTrainer.workshop_id).where(WorkshopTrainer.user_id == user.id)
    return db.session.scalars(
        select(Workshop).where(Workshop.id.in_(mine)).order_by(Workshop.starts_on.desc(), Workshop.id.desc())
    ).all()
