from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from storefront.domain.payments.reviews import open_reviews
from storefront.domain.reconciliation import month as accounts
from storefront.domain.reconciliation.words import CAUSES
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.bank import MonthClose
from storefront.models.order import Mode, Order
from storefront.models.payment import Review
from storefront.models.shop import Shop
from tests.domain.reconciliation.in_database import after, fill_shop, upload_files
from tests.domain.reconciliation.month_maker import KINDS, Answer, RawMonth, make_month

SETTLED_BY_IMPORT = {kind for kind in KINDS if kind.startswith("transfer_") and "refund" not in kind}
"""Taking in a bank's file records what it proves; those faults never reach the month's end."""
KEPT = {*KINDS} - SETTLED_BY_IMPORT - {"bank_line_doubled"} | {"transfer_unknown", "transfer_sign_wrong"}


@pytest.fixture
def raw(request: pytest.FixtureRequest, shop: Shop) -> Iterator[RawMonth]:
    """A month in the database, looked at when everything was told."""
    seed, kinds = request.param
    made = make_month(seed, kinds, extra=len(kinds) // 4)
    with clock.moved_to(after(made)):
        fill_shop(made)
        upload_files(made)
        yield made


@pytest.mark.parametrize("raw", [(31, KEPT), (32, KEPT)], indirect=True)
def test_a_months_faults_are_found_through_files_and_database(raw: RawMonth) -> None:
    result = accounts.look_through(raw.name, Mode.LIVE, by=events.SYSTEM)

    assert sorted(Answer(one.cause, one.subject, one.amount) for one in result.findings) == raw.answers
    assert {
        name.value: sums.unexplained for name, sums in result.sums.pairs.items() if sums.unexplained
    } == {}
    assert sum(accounts.counts(raw.name).values()) == len(raw.answers)
    assert open_reviews() == []


@pytest.mark.parametrize("raw", [(33, ())], indirect=True)
def test_a_clean_month_is_closed_without_a_word_and_reopened(raw: RawMonth) -> None:
    closed = accounts.close(raw.name, Mode.LIVE, by=events.SYSTEM)

    assert accounts.counts(raw.name) == {}
    assert [name for name, (ours, theirs, _) in closed.totals["pairs"].items() if ours != theirs] == []
    assert closed.totals["total"] == sum(int(str(order["total"])) for order in raw.orders)
    with pytest.raises(accounts.MonthIsClosed):
        accounts.look_through(raw.name, Mode.LIVE, by=events.SYSTEM)
    accounts.reopen(raw.name, by=events.SYSTEM)
    assert accounts.closed(raw.name) is None


FEW = ("gateway_fee_doubled", "order_paid_without_record", "transfer_unknown")


@pytest.mark.parametrize("raw", [(34, FEW)], indirect=True)
def test_a_month_with_findings_is_closed_with_a_reason_only(raw: RawMonth) -> None:
    with pytest.raises(accounts.FindingsAreOpen):
        accounts.close(raw.name, Mode.LIVE, by=events.SYSTEM)

    closed = accounts.close(raw.name, Mode.LIVE, reason="Đang chờ GHN trả lời", by=events.SYSTEM)

    assert (closed.totals["open"], closed.totals["reason"]) == (3, "Đang chờ GHN trả lời")
    review = db.session.scalars(accounts.findings(raw.name)).first()
    with pytest.raises(accounts.MonthIsClosed):
        accounts.settle(review, "Đã hỏi", by=events.SYSTEM)
    accounts.reopen(raw.name, by=events.SYSTEM)
    again = accounts.close(raw.name, Mode.LIVE, reason="Đã đủ", by=events.SYSTEM)
    assert [row.id for row in db.session.scalars(select(MonthClose))] == [again.id]


@pytest.mark.parametrize("raw", [(35, FEW)], indirect=True)
def test_a_finding_is_opened_once_and_ends_with_a_reason_or_by_itself(raw: RawMonth) -> None:
    accounts.look_through(raw.name, Mode.LIVE, by=events.SYSTEM)
    fee, unknown = (db.session.scalars(accounts.findings(raw.name, cause=FEW[at])).one() for at in (0, 2))

    accounts.settle(fee, "Cổng thanh toán đã trả lại phí", by=events.SYSTEM)
    with pytest.raises(Invalid):
        accounts.settle(unknown, "", by=events.SYSTEM)
    paid = db.session.scalars(accounts.findings(raw.name, cause=FEW[1])).one()
    order = db.session.scalars(select(Order).where(Order.number == paid.facts["number"])).one()
    order.paid = 0
    db.session.flush()
    accounts.look_through(raw.name, Mode.LIVE, by=events.SYSTEM)

    ends = {review.cause: review.resolution for review in db.session.scalars(select(Review))}
    assert ends[FEW[0]] == "Cổng thanh toán đã trả lại phí"
    assert ends[FEW[1]] == accounts.SETTLED
    assert list(accounts.counts(raw.name)) == [FEW[2]]


def test_every_fault_has_words_and_a_next_button() -> None:
    assert set(KINDS) - set(CAUSES) == set()


@pytest.mark.parametrize("name", ["2026-13", "2026-1", "x", "2999-01"])
def test_what_is_no_month_is_not_found(shop: Shop, name: str) -> None:
    with pytest.raises(accounts.NoSuchMonth):
        accounts.figures(name, Mode.LIVE)
