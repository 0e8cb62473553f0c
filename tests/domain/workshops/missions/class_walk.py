"""A learner who does every mission of the syllabus, by the product's own verbs, one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
from flask import Flask
from sqlalchemy import select

from storefront.adapters.bank_feeds.base import Movement
from storefront.domain.accounts import second_step
from storefront.domain.accounts.identities import claim, prove
from storefront.domain.accounts.names import parse_name
from storefront.domain.catalogue.data import ImageData, ProductData, VariantData, data_of
from storefront.domain.catalogue.products import create_product, edit_product, set_state
from storefront.domain.inventory import adjust
from storefront.domain.media.upload import store_picture
from storefront.domain.onboarding import dossier, launch, texts
from storefront.domain.onboarding.delivery import DeliveryData, save_delivery
from storefront.domain.onboarding.identity import IdentityData, save_identity
from storefront.domain.onboarding.naming import NameData, save_name
from storefront.domain.orders.accept import accept
from storefront.domain.orders.exempt import exempt
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.send import send
from storefront.domain.payments.bank_feeds import connect_feed
from storefront.domain.payments.methods import switch_on
from storefront.domain.payments.refund import request_refund
from storefront.domain.payments.refund_facts import finish_refund
from storefront.domain.settlement.bank_lines import receive_movements
from storefront.domain.shipping.fee_check import check_fee
from storefront.domain.shops.pages import PageData, edit_page
from storefront.domain.shops.visits import note_visit
from storefront.domain.support.complaints import Grievance, receive, resolve
from storefront.domain.workshops import attend
from storefront.domain.workshops.missions import progress, syllabus
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import enter_shop
from storefront.jobs.subscriptions import HANDLERS, TOPICS
from storefront.jobs.worker import Worker
from storefront.models.order import Order
from storefront.models.page import Page, PageKind
from storefront.models.payment import Payment
from storefront.models.product import Product, ProductState
from storefront.models.shop import LegalType, Shop
from storefront.models.workshop import Learner, LearnerProgress, Mission
from tests.factories import make_member, make_order, make_shop, make_workshop, picture_bytes

ACCOUNT = "0011004000123"
FEED = {"account": ACCOUNT, "merchant": "m", "secret": "s"}
ACTS = (
    *("M01", "M02", "M03", "S01", "M05", "S02", "M04", "M09", "M07", "S03", "S04", "M08", "M10"),
    *("M11", "S05", "M06", "S06", "M13", "S07", "M14", "M12"),
)
"""Every mission of the syllabus, in an order in which none is done by the way."""
TEN_MINUTES = dt.timedelta(minutes=10)


class ClassWalk:
    """A class of one; `act(code)` does one mission and lets the jobs of missions run."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        mine = {progress.PROGRESS, progress.RECOUNT}
        topics = {topic: tuple(mine & set(names)) for topic, names in TOPICS.items()}
        self._worker = Worker(app, topics=topics, handlers=HANDLERS, periodic=())
        with app.app_context():
            workshop = make_workshop()
            syllabus.copy_into(workshop)
            learner = attend.join(workshop, nickname="Cô Ba", kit="food", user=None, locale="vi")
            self.learner_id, self.shop_id, self.workshop_id = learner.id, learner.shop_id or 0, workshop.id
            self.by = events.Actor(events.ActorKind.USER, learner.user_id)
            db.session.commit()
        self.work()

    def walk(self) -> dict[str, tuple[bool, bool]]:
        """Do every mission in turn: whether it was reached before its act, and after it."""
        told = {}
        for code in ACTS:
            before = self.reached()
            self.act(code)
            told[code] = (code in before, code in self.reached())
        return told

    def act(self, code: str) -> None:
        """Do one mission."""
        do = getattr(self, f"_{code.lower()}")
        with self._app.app_context():
            if code in ("M01", "M12"):
                do()
            else:
                with enter_shop(self.shop_id):
                    do()
            db.session.commit()
        self.work()

    def work(self) -> None:
        """Run the jobs that follow missions."""
        while self._worker.run_once(without=_others()):
            pass

    def reached(self) -> set[str]:
        """Codes of the missions the learner has reached."""
        with self._app.app_context():
            done = (LearnerProgress.learner_id == self.learner_id) & LearnerProgress.reached_at.is_not(None)
            rows = select(Mission.code).join(LearnerProgress, LearnerProgress.mission_id == Mission.id)
            return set(db.session.scalars(rows.where(done)))

    @property
    def _learner(self) -> Learner:
        return db.session.get_one(Learner, self.learner_id)

    @property
    def _shop(self) -> Shop:
        return db.session.get_one(Shop, self.shop_id)

    def _m01(self) -> None:
        user = self._learner.user
        prove(claim(user, parse_name("0987 654 321")), by=self.by)
        secret = second_step.start_enrolment(user)
        second_step.confirm(user, pyotp.TOTP(secret).at(clock.now()))

    def _m02(self) -> None:
        self._identify(representative="")
        save_name(self._shop, NameData("Mật ong cô Ba", "mat-ong-co-ba-tap"), by=self.by)

    def _m03(self) -> None:
        self._identify(representative="Lê Thị Ba")

    def _identify(self, *, representative: str) -> None:
        data = IdentityData(
            legal_type=LegalType.HOUSEHOLD,
            legal_name="Hộ kinh doanh Lê Thị Ba",
            representative=representative,
            tax_id="0100109106",
            phone="+84987654321",
            unit_code="14797",
            street="12 Lê Lợi",
        )
        save_identity(data, by=self.by)

    def _s01(self) -> None:
        for number in range(3):
            self._good(number, origin=None)

    def _m05(self) -> None:
        for product in self._own_goods():
            data = data_of(product)
            tracked = VariantData(id=product.variants[0].id, price=90_000, unit="chai", stock_tracked=True)
            whole = ProductData(name=data.name, variants=(tracked,), origin="Thanh Hóa", images=data.images)
            edit_product(product, whole, revision=product.revision, by=self.by)
        for number in (3, 4):
            self._good(number, origin="Thanh Hóa")
        for product in self._own_goods():
            adjust.receive(product.variants[0], 50_000, by=self.by)

    def _good(self, number: int, *, origin: str | None) -> None:
        picture = store_picture(picture_bytes(900, 600), "a.jpg")
        db.session.flush()
        data = ProductData(
            name=f"Mật ong {number}",
            variants=(VariantData(price=90_000, unit="chai", stock_tracked=origin is not None),),
            origin=origin,
            images=(ImageData(picture.id),),
        )
        set_state(create_product(data, by=self.by), ProductState.ACTIVE, by=self.by)

    def _own_goods(self) -> list[Product]:
        return list(db.session.scalars(select(Product).where(Product.is_sample.is_(False))))

    def _s02(self) -> None:
        variant = self._own_goods()[0].variants[0]
        adjust.count(variant, 49_000, by=self.by)
        adjust.count(variant, 48_000, by=self.by, note="Vỡ một chai")

    def _m04(self) -> None:
        texts.write_pages(self._shop, by=self.by)
        wanted = ("PRIVACY", "TERMS", "DELIVERY", "RETURNS", "COMPLAINTS")
        for kind in wanted:
            page = db.session.scalars(select(Page).where(Page.kind == PageKind[kind])).one()
            own = "<p>" + "Nhà tôi giữ lời với khách quen cũng như khách lạ. " * 12 + "</p>"
            edit_page(page, PageData(page.title, page.body + own), revision=page.revision, by=self.by)
            texts.note_edited(self._shop, page, by=self.by)

    def _m09(self) -> None:
        dossier.prepare(self._shop, by=self.by)

    def _m07(self) -> None:
        save_delivery(DeliveryData(pickup=True, commune_fee=0, elsewhere_fee=30_000), by=self.by)
        for unit_code in ("14797", "14797", "14812", "00004"):
            check_fee(self._shop, unit_code, by=self.by)

    def _s03(self) -> None:
        own = {"bank_bin": "970436", "account": "1", "holder": "LE THI BA", "practice_account": ACCOUNT}
        switch_on(self._shop, "bank_transfer", own, by=self.by)

    def _s04(self) -> None:
        launch.open_shop(self._shop, by=self.by)

    def _m08(self) -> None:
        note_visit(self._shop, "", mobile=True, own_device=True)

    def _m10(self) -> None:
        note_visit(self._shop, "zalo", mobile=False, own_device=False)

    def _m11(self) -> None:
        accept(self._order(ago=2 * TEN_MINUTES), by=self.by)

    def _s05(self) -> None:
        accept(self._order(), by=self.by)

    def _m06(self) -> None:
        feed = connect_feed(self._shop, "practice", FEED, by=events.JOB)
        payment = db.session.scalars(
            select(Payment).where(Payment.order_id == self._order(payment="bank_transfer").id)
        ).one()
        told = Movement(
            provider_id="1",
            account=ACCOUNT,
            money=Money(payment.amount),
            happened_at=clock.now(),
            memo=f"{payment.memo_code} mua mat ong",
            reference="FT1",
        )
        receive_movements(feed, [told])

    def _s06(self) -> None:
        order = self._order()
        half = {order.line_items[0].id: 1000}
        send(order, lines=half, carrier="", tracking_number="", key="half", by=self.by)

    def _m13(self) -> None:
        order = self._order()
        send(order, lines=None, carrier="", tracking_number="", key="whole", by=self.by)
        exempt(order, "small_household", by=self.by)

    def _s07(self) -> None:
        order = self._order()
        mark_paid(order, order.total, form_key="k", by=self.by)
        payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
        refund = request_refund(payment, 10_000, reason="Thiếu một gói", key="r", by=self.by)
        finish_refund(refund, reference="FT2", by=self.by)

    def _m14(self) -> None:
        complaint = receive(Grievance(kind="goods", body="Chai bị nứt", name="Bác Tư", phone="0912345678"))
        resolve(complaint, "Đã đổi chai khác", by=self.by)

    def _m12(self) -> None:
        shop = make_shop()
        make_member(shop, user=self._learner.user)
        self._learner.graduated_shop_id = shop.id
        db.session.flush()
        with enter_shop(shop.id):
            for phone in ("0987 654 321", "0903 111 222"):
                order = make_order(phone=phone)
                mark_paid(order, order.total, form_key=phone, by=self.by)

    def _order(self, *, ago: dt.timedelta = dt.timedelta(), payment: str = "cod") -> Order:
        variant = self._own_goods()[0].variants[0]
        with _at(clock.now() - ago):
            return make_order((variant, 2000), payment=payment)


@contextmanager
def _at(moment: dt.datetime) -> Iterator[None]:
    with clock.moved_to(moment):
        yield


def _others() -> set[str]:
    """Kinds of jobs that are not about missions; they are left lying."""
    return set(HANDLERS) - {progress.PROGRESS, progress.RECOUNT}
