from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from storefront.domain.reconciliation import month as accounts
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tables import read_table
from storefront.infra.tenancy import enter_shop
from storefront.models.bank import Statement, StatementMapping
from storefront.models.user import Role
from tests.blueprints.admin.conftest import Seat
from tests.domain.reconciliation.in_database import after, fill_shop
from tests.domain.reconciliation.month_maker import RawMonth, make_month

KINDS = ("gateway_fee_doubled", "gateway_charge_unrecorded", "gateway_other_shop")


@pytest.fixture
def raw(seat: Callable[..., Seat]) -> Iterator[tuple[Seat, RawMonth]]:
    """A shop's book of a month, and its files still to be uploaded."""
    made, sitting = make_month(41, KINDS), seat()
    with clock.moved_to(after(made)):
        with sitting.app.app_context(), enter_shop(sitting.shop_id):
            fill_shop(made)
            db.session.commit()
        yield sitting, made


def upload(seat: Seat, name: str, data: bytes) -> str:
    seat.visitor.get(seat.url("/reconciliation/files/"))
    form = {"kind": "gateway", "source": name.split("-")[0], "file": (io.BytesIO(data), name)}
    return seat.visitor.post(seat.url("/reconciliation/files/"), form).location


def test_files_are_read_looked_through_settled_and_closed(raw: tuple[Seat, RawMonth]) -> None:
    seat, made = raw
    name = f"vnpay-{made.name}.csv"
    here = seat.url(f"/reconciliation/{made.name}")

    file = upload(seat, name, made.files["gateway"][name])
    shown = seat.visitor.get(file)
    taken = seat.visitor.post(
        f"{file}/taking", {"provider_ref": "3", "reference": "2", "date": "5", "amount": "6"}
    )
    found = seat.visitor.post(f"{here}/look", {})
    month = seat.visitor.get(here)
    refused = seat.visitor.post(f"{here}/closing", {"reason": ""})
    closed = seat.visitor.post(f"{here}/closing", {"reason": "Chờ MoMo"})

    assert "Mã website" in shown.text
    assert [answer.status_code for answer in (taken, found, month, refused, closed)] == [
        303,
        303,
        200,
        422,
        303,
    ]
    assert "Chưa có tệp tháng này của" in month.text
    assert "momo" in month.text
    assert "Tháng này đã khoá sổ" in seat.visitor.get(here).text


def test_a_known_layout_is_taken_in_at_once_and_the_months_table_is_read_back(
    raw: tuple[Seat, RawMonth],
) -> None:
    seat, made = raw
    name = f"vnpay-{made.name}.csv"
    here = seat.url(f"/reconciliation/{made.name}")
    columns = dict(
        zip(
            (
                "merchant",
                "reference",
                "provider_ref",
                "kind",
                "date",
                "amount",
                "currency",
                "fee",
                "net",
                "batch",
            ),
            map(str, range(1, 11)),
            strict=True,
        )
    )
    seat.visitor.post(
        f"{upload(seat, name, made.files['gateway'][name])}/taking", columns | {"percent": "1.1"}
    )

    again = upload(seat, "vnpay-2.csv", made.files["gateway"][name] + b"\n")
    seat.visitor.post(f"{here}/look", {})
    table = read_table(seat.visitor.get(f"{here}/doi-soat.csv").data)

    with seat.app.app_context(), enter_shop(seat.shop_id):
        files = db.session.scalars(select(Statement).order_by(Statement.id)).all()
        assert [file.lines for file in files] == [files[0].lines] * 2
        assert db.session.scalars(select(StatementMapping)).one().columns["terms"] == {
            "rate": 110,
            "fixed": 0,
        }
        assert sum(accounts.counts(made.name).values()) == len(table) - 1
    assert seat.visitor.get(again).status_code == 200


def test_an_accountant_looks_through_a_month_and_a_clerk_may_not_see_it(seat: Callable[..., Seat]) -> None:
    month = f"{clock.to_vn(clock.now()):%Y-%m}"
    seats = [seat(role) for role in (Role.ACCOUNTANT, Role.ORDER_CLERK)]

    pages = [one.visitor.get(one.url(f"/reconciliation/{month}")).status_code for one in seats]
    look = seats[0].visitor.post(seats[0].url(f"/reconciliation/{month}/look"), {}).status_code

    assert pages == [200, 403]
    assert look == 303


@pytest.mark.parametrize("path", ["/2026-13", "/x", "/findings/1", "/files/1"])
def test_what_is_not_there_is_not_found(seat: Callable[..., Seat], path: str) -> None:
    owner = seat()

    assert owner.visitor.get(owner.url(f"/reconciliation{path}")).status_code == 404
