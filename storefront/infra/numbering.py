"""Numbers people see (order 1042): per shop and kind, in order, given inside the caller's transaction."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base, add_once, begin_write, db
from storefront.infra.tenancy import ShopScoped


class NumberCounter(ShopScoped, Base):
    """The last number given for orders, refunds …; one row a shop and kind."""

    __tablename__ = "number_counter"
    __table_args__ = (UniqueConstraint("shop_id", "kind"),)

    kind: Mapped[str] = mapped_column(String(20))
    last: Mapped[int]


def next_number(kind: str, *, first: int = 1) -> int:
    """The next number of a kind in the shop in force; a transaction that fails gives its number back.

    The counter's row stays locked until the end of the transaction.
    """
    begin_write()
    given = _raised(kind)
    if given is not None:
        return given
    if add_once(NumberCounter(kind=kind, last=first)):
        return first
    return next_number(kind, first=first)


def _raised(kind: str) -> int | None:
    return db.session.scalar(
        update(NumberCounter)
        .where(NumberCounter.kind == kind)
        .values(last=NumberCounter.last + 1)
        .returning(NumberCounter.last)
        .execution_options(synchronize_session=False)
    )
