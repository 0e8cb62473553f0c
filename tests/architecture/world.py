"""A shop with one of everything, and what each route needs to answer its owner well.

A new route with an unknown part in its address, or a POST that needs a form, gets its line here; a route
without one fails test_routes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from storefront.adapters.bank_feeds.base import Movement
from storefront.domain.accounts.invitations import invite
from storefront.domain.accounts.names import parse_name
from storefront.domain.orders.accept import accept
from storefront.domain.orders.send import send
from storefront.domain.payments.bank_feeds import connect_feed
from storefront.domain.payments.cards import CardTerms, issue
from storefront.domain.payments.fleets import FleetData, open_fleet
from storefront.domain.payments.record import record_received
from storefront.domain.payments.refund import request_refund
from storefront.domain.payments.reviews import open_review
from storefront.domain.reconciliation.statements import upload as keep_file
from storefront.domain.settlement.bank_lines import receive_movements
from storefront.domain.settlement.statements import upload
from storefront.domain.shops.notification import file_of_shop
from storefront.domain.shops.pages import PageData, create_page
from storefront.domain.support import complaints, conversations
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import enter_shop
from storefront.models.bank import BankLine, StatementKind
from storefront.models.customer import Customer
from storefront.models.order import Mode
from storefront.models.payment import Payment
from storefront.models.shop import Shop, ShopMode
from storefront.models.stored_value import StoredCardKind
from storefront.models.user import Role
from tests.factories import (
    make_collection,
    make_order,
    make_payment_method,
    make_shop,
    make_variant,
    put_in_stock,
)
from tests.factories.users import make_member, make_user

BANK = {"bank_bin": "970436", "account": "0011004000123", "holder": "HTX BA LANG"}


SETTLEMENT = "Mã giao dịch,Mã đơn hàng,Ngày,Số tiền,Phí\n9001,1,2026-11-20,77000,847\n".encode()
TABLE = "Ngày,Nội dung,Ghi có\n20/11/2026,tien hang,55.000\n".encode()


@dataclass
class World:
    """Ids of a shop's rows, as texts for addresses; people who try the doors."""

    shop_id: int
    owner: int
    helper: int
    stranger: int
    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """What the field `file` of a route takes, by endpoint, where no table or picture will do."""
    made_at: dt.datetime = field(default_factory=clock.now)


def build(app: Flask, mode: ShopMode = ShopMode.REAL) -> World:
    """One of everything, committed into the test's rolled-back transaction."""
    with app.app_context():
        shop, other = make_shop(mode=mode), make_shop()
        owner, helper, stranger = make_user(), make_user(), make_user()
        make_member(shop, Role.OWNER, owner)
        make_member(shop, Role.HELPER, helper)
        make_member(other, Role.OWNER, stranger)
        world = World(shop.id, owner.id, helper.id, stranger.id, {"slug": shop.slug})
        with enter_shop(shop.id):
            fill(world, shop, owner)
            fill_cards(world, shop)
        db.session.commit()
    return world


def fill_cards(world: World, shop: Shop) -> None:
    """A good card and an old one, a fleet, and the ways of paying that take them."""
    mode = Mode.TEST if shop.is_practice else Mode.LIVE
    for code in ("prepaid_card", "counter_card"):
        make_payment_method(code, mode=mode)
    terms = CardTerms(StoredCardKind.PREPAID, 9_000_000)
    over = CardTerms(StoredCardKind.GIFT, 50_000, expires_at=clock.now() - dt.timedelta(days=1))
    good, old = (issue(shop, each, key=each.kind.value, by=events.SYSTEM)[0] for each in (terms, over))
    world.values |= {
        "card_id": str(good.card.id),
        "card_code": good.code,
        "old_card_id": str(old.card.id),
        "fleet_id": str(open_fleet(FleetData("Vận tải Hạc Thành"), by=events.SYSTEM).id),
    }


def fill(world: World, shop: Shop, owner: object) -> None:
    """The rows of the shop."""
    clerk = make_member(shop, Role.ORDER_CLERK)
    file_of_shop().representative, file_of_shop().tax_id = "Lê Thị Hạnh", "2800111222"
    invitation = invite(shop, parse_name("0987654321"), role=Role.ACCOUNTANT, by=owner)  # type: ignore[arg-type]
    method = make_payment_method("bank_transfer", mode=Mode.TEST if shop.is_practice else Mode.LIVE, **BANK)
    variant = make_variant(stock_tracked=True)
    put_in_stock(variant, 90_000)
    order, sent = make_order((variant, 2000)), make_order((variant, 1000))
    payment = db.session.scalars(select(Payment).where(Payment.order_id == sent.id)).one()
    record_received(payment, payment.amount, form_key="world", by=events.SYSTEM)
    accept(sent, by=events.SYSTEM)
    send(sent, lines=None, carrier="", tracking_number="", key="world", by=events.SYSTEM)
    refund = request_refund(payment, 10_000, reason="", key="world", by=events.SYSTEM)
    review = open_review("paid_over", order=order)
    unknown = open_review("unknown_payment", fingerprint="world", kind="charged", amount=5_000)
    twice = open_review("paid_twice", order=sent, payment=payment)
    complaint = complaints.receive(
        complaints.Grievance("goods", "Vỡ", "Chị Hoa", phone="0912345678"), order=sent
    )
    asked = conversations.ask(name="Chị Hoa", phone="+84912345678", email="", body="Còn mắm không?")
    world.values |= {
        "number": order.number,
        "sent_number": sent.number,
        "sent_line": str(sent.line_items[0].id),
        "refund_id": str(refund.id),
        "review_id": str(review.id),
        "twice_id": str(twice.id),
        "unknown_id": str(unknown.id),
        "payment_id": str(payment.id),
        "gateway": method.gateway,
        "sandboxed": "practice",
        "called": "vnpay",
        "conversation_id": str(asked.id),
        "complaint_id": str(complaint.id),
        "customer_id": str(db.session.scalars(select(Customer.id)).first()),
        "method_id": str(method.id),
        "membership_id": str(clerk.id),
        "invitation_id": str(invitation.id),
        "product_id": str(variant.product_id),
        "variant_id": str(variant.id),
        "collection_id": str(make_collection(variant.product).id),
        "page_id": str(create_page(PageData(title="Hỏi đáp", body="<p>Có.</p>"), by=events.SYSTEM).id),
        "place": "main",
        "shop_id": str(shop.id),
        "user_id": str(world.owner),
        "job_id": "1",
        **_bank(shop),
        **_accounts(),
    }


def _bank(shop: Shop) -> dict[str, str]:
    """A feed, a line it told that waits for a person, and a statement that waits to be read."""
    settings = {"environment": "practice" if shop.is_practice else "production", "account": BANK["account"]}
    feed = connect_feed(shop, "sepay", {**settings, "auth": "hmac", "secret": "s"}, by=events.SYSTEM)
    told = Movement("1", feed.account, Money(77_000), clock.now(), "tien hang")
    receive_movements(feed, [told])
    statement, _ = upload("sao-ke.csv", TABLE, by=events.SYSTEM)
    return {
        "feed_id": str(feed.id),
        "provider": feed.provider,
        "line_id": str(db.session.scalars(select(BankLine.id)).one()),
        "statement_id": str(statement.id),
    }


def _accounts() -> dict[str, str]:
    """A month with a finding, and a gateway's file that waits to be read."""
    month = f"{clock.to_vn(clock.now()):%Y-%m}"
    finding = open_review("transfer_unknown", fingerprint="world", month=month, subject="FT1", amount=1_000)
    file, _ = keep_file(StatementKind.GATEWAY, "vnpay", "vnpay.csv", SETTLEMENT, by=events.SYSTEM)
    return {"month_of": month, "finding_id": str(finding.id), "file_id": str(file.id)}


PLACES: dict[str, dict[str, str]] = {
    "admin.cards.changes.create_write_off": {"card_id": "old_card_id"},
    "admin.orders.actions.create_exemption": {"number": "sent_number"},
    "admin.orders.actions.create_return": {"number": "sent_number"},
    "admin.orders.money.create_refund": {"number": "sent_number"},
    "admin.orders.money.finish": {"number": "sent_number"},
    "admin.orders.money.give_back_for": {"number": "sent_number", "review_id": "twice_id"},
    "admin.orders.payments.ask": {"number": "sent_number"},
    "admin.orders.payments.let_go": {"number": "sent_number"},
    "admin.orders.payments.take": {"number": "sent_number"},
    "admin.payments.assistant.create_address": {"gateway": "called"},
    "admin.payments.assistant.create_connection": {"gateway": "sandboxed"},
    "admin.payments.reviews.create_match": {"review_id": "unknown_id"},
}
"""Where a route needs another row than the usual one of that name."""

RULES = {
    "answer_hours": "24",
    "transfer_hours": "12",
    "gateway_minutes": "20",
    "cancel_until": "accepted",
    "return_days": "7",
    "complaint_answer_days": "3",
    "complaint_resolve_days": "15",
    "revision": "1",
}

FORMS: dict[str, dict[str, str]] = {
    "admin.cards.changes.create_correction": {"sum": "5.000", "reason": "Thu thừa"},
    "admin.cards.changes.create_top_up": {"amount": "50.000"},
    "admin.cards.changes.create_write_off": {"reason": "Thẻ hết hạn"},
    "admin.cards.fleets.create": {"name": "Xe khách Sông Mã"},
    "admin.cards.issuing.create": {"kind": "gift", "amount": "100.000", "count": "2"},
    "admin.till.create_slip": {"reference": "A12345 T01"},
    "admin.bank.feeds.create": {"account": "0011004000123", "secret": "s"},
    "admin.bank.lines.create_match": {"number": "{number}"},
    "admin.inbox.create_answer": {"body": "Dạ còn ạ."},
    "admin.reconciliation.files.create": {"kind": "gateway", "source": "vnpay"},
    "admin.reconciliation.findings.create_settling": {"reason": "Đã hỏi ngân hàng"},
    "admin.reconciliation.months.create_closing": {"reason": "Đang chờ ngân hàng trả lời"},
    "admin.complaints.create_answer": {"answer": "Cửa hàng đang kiểm tra."},
    "admin.complaints.create_rejection": {"resolution": "Không phải hàng của cửa hàng."},
    "admin.complaints.create_resolution": {"resolution": "Đã gửi lọ khác."},
    "admin.fee_check.create": {"province": "38", "commune": "14797"},
    "admin.model_shop.agree": {"agreed": "y"},
    "admin.notification.create_confirmation": {"number": "12/XN", "url": "https://online.gov.vn/12"},
    "admin.notification.create_question": {"remark": "Thiếu giấy tờ"},
    "admin.notification.create_refusal": {"remark": "Sai ngành nghề"},
    "admin.notification.create_submission": {"file_code": "TB-1"},
    "admin.orders.actions.create_exemption": {"reason": "made_elsewhere"},
    "admin.orders.actions.create_return": {"line-{sent_line}": "1"},
    "admin.orders.money.create_payment": {"amount": "10.000", "form_key": "f"},
    "admin.orders.money.create_refund": {"amount": "5.000", "form_key": "f"},
    "admin.orders.money.finish": {"reference": "FT123"},
    "admin.orders.payments.take": {"amount": "5.000"},
    "admin.payments.listing.create_deposit": {"percent": "30"},
    "admin.payments.reviews.create_match": {"number": "{number}"},
    "admin.collections.editor.create": {"name": "Quà Tết"},
    "admin.pages.create": {"title": "Cách bảo quản"},
    "admin.products.editor.create": {"name": "Mắm tép", "variants-0-price": "45.000"},
    "admin.settings.save": RULES,
    "admin.setup.goods.add": {"name": "Mắm tép", "price": "45.000"},
    "admin.setup.goods.add_list": {"goods": "Mắm tép | 45.000 | chai"},
    "admin.setup.trade.save": {"trade": "food"},
    "admin.setup.who.save": {"representative": "Lê Thị Mai", "registration_number": "26A8001234"},
    "admin.stock.changes.create_count": {"counted": "1"},
    "admin.stock.changes.create_freeing": {"order-{number}": "cancel"},
    "admin.stock.changes.create_receipt": {"quantity": "5"},
    "admin.stock.changes.create_warning": {"low_at": "5"},
    "admin.team.create_invitation": {"name": "0912345678", "role": "order_clerk"},
    "admin.team.create_role": {"role": "accountant"},
}
"""What the owner types where an empty form is not good."""

PREPARED: dict[str, str] = {
    "admin.bank.lines.create_undoing": "admin.bank.lines.create_setting_aside",
    "admin.reconciliation.months.create_reopening": "admin.reconciliation.months.create_closing",
    "admin.notification.create_submission": "admin.notification.create_preparation",
    "admin.notification.create_confirmation": "admin.notification.create_submission",
    "admin.notification.create_question": "admin.notification.create_submission",
    "admin.notification.create_refusal": "admin.notification.create_submission",
    "admin.settings.create_opening": "admin.settings.create_pause",
    "admin.inbox.create_reopening": "admin.inbox.create_closing",
    "admin.stock.changes.create_freeing": "admin.stock.changes.create_count",
}
"""What the owner does first, so that the route makes sense."""

MODES = {
    "admin.bank.feeds.create_practice": ShopMode.PRACTICE,
    "admin.payments.assistant.create_connection": ShopMode.PRACTICE,
    "admin.practice_phone.show": ShopMode.PRACTICE,
}
"""Routes that not every kind of shop has."""

TABLES: dict[str, tuple[str, ...]] = {
    "classroom.certificate_check.compare": ("file",),
    "admin.bank.statements.create": ("file",),
    "admin.reconciliation.files.create": ("file",),
}
"""Fields that take a table."""

FILES: dict[str, tuple[str, ...]] = {
    "admin.pictures.create": ("file",),
    "admin.setup.goods.upload": ("file",),
}
"""Fields that take a picture."""
