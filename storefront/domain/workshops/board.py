"""The live board of a class: whether it changed."""

from __future__ import annotations

from sqlalchemy import update

from storefront.infra.db import db
from storefront.models.workshop import Workshop


def touch(workshop_id: int) -> None:
    """Say that the board of this class shows something new."""
    db.session.execute(
        update(Workshop)
        .where(Workshop.id == workshop_id)
        .values(board_version=Workshop.board_version + 1)
        .execution_options(synchronize_session=False)
    )
