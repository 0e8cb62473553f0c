"""Whatever order the facts of a payment arrive in, and however often, the end is the same."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storefront.adapters.gateways import gateway, gateway_codes
from storefront.adapters.gateways.base import Capabilities, EventKind, GatewayEvent
from storefront.adapters.gateways.base import Mode as WireMode
from storefront.domain.inventory import reserve as stock
from storefront.domain.payments.start import create_payment
from storefront.domain.settlement.apply_event import apply_event
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.money import Money
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Mode, Order
from storefront.models.payment import (
    Payment,
    PaymentMethod,
    PaymentState,
    Refund,
    RefundState,
    Review,
    Transaction,
)
from storefront.models.shop import ShopMode
from tests.factories import make_order, make_payment_method, make_shop
from tests.soak import sized

TOLD = [code for code in gateway_codes() if gateway(code).capabilities.notify]
REFUNDING = [code for code in TOLD if gateway(code).capabilities.refund_full]
REFUND = 10_000
LOOKED_AT = ("two_amounts", "disputed", "suspicious", "refund_failed")
QUIET = settings(
    max_examples=sized(10, 50),
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Scene:
    """One order waiting for one gateway; a refund of it where the test wants one."""

    method: PaymentMethod
    payment: Payment
    capabilities: Capabilities
    refund: Refund | None = None
    charged: GatewayEvent | None = None

    def event(self, kind: EventKind, name: str, minute: int, amount: int | None = None) -> GatewayEvent:
        whole = self.payment.amount
        return GatewayEvent(
            kind=kind,
            provider_ref=name,
            money=Money(whole if amount is None else amount),
            happened_at=clock.now() + dt.timedelta(minutes=minute),
            mode=WireMode(self.payment.mode.value),
            public_number=self.payment.public_number,
            refund_id=str(self.refund.id) if self.refund is not None and "refund" in kind.value else "",
        )


@contextmanager
def opened(code: str) -> Iterator[Scene]:
    """A shop that uses this gateway, with one placed order; its rows are let go at the end."""
    shop = make_shop(mode=ShopMode.PRACTICE)
    with enter_shop(shop.id):
        make_payment_method("cod", mode=Mode.TEST)
        order = make_order()
        method = PaymentMethod(gateway=code, mode=Mode.TEST)
        db.session.add(method)
        db.session.flush()
        yield Scene(method, create_payment(order, method), gateway(code).capabilities)
    db.session.expunge_all()


@pytest.fixture
def scene(request: pytest.FixtureRequest, context: Flask) -> Iterator[Scene]:
    """A shop that uses the gateway under test."""
    with opened(request.param) as scene:
        yield scene


def kinds_told(capabilities: Capabilities) -> list[EventKind]:
    """What this gateway ever says of a payment, by what it declared."""
    held = [EventKind.AUTHORIZED] if capabilities.authorize else []
    ends = [EventKind.FAILED, EventKind.CANCELLED] if capabilities.notify_failures else []
    taken = [EventKind.CHARGED_BACK] if capabilities.charge_back else []
    return [EventKind.CHARGED, EventKind.EXPIRED, EventKind.INFO, *held, *ends, *taken]


def histories(kinds: list[EventKind], whole: int) -> st.SearchStrategy[list[tuple[EventKind, str, int, int]]]:
    """Facts as (kind, reference, minute, amount): some with one reference and two amounts."""
    fact = st.tuples(
        st.sampled_from(kinds),
        st.sampled_from(["A", "B"]),
        st.integers(0, 5),
        st.sampled_from([whole, whole, whole, whole - 1000]),
    )
    return st.lists(fact, min_size=1, max_size=6)


def ending(scene: Scene, told: Sequence[GatewayEvent]) -> tuple[object, ...]:
    """The end of a story told so; everything is taken back afterwards."""
    nested = db.session.begin_nested()
    for event in told:
        apply_event(scene.method, event)
    db.session.flush()
    end = picture(scene)
    nested.rollback()
    db.session.expire_all()
    return end


def picture(scene: Scene) -> tuple[object, ...]:
    payment, order = scene.payment, scene.payment.order
    facts = db.session.scalars(select(Transaction).where(Transaction.payment_id == payment.id)).all()
    refunds = db.session.scalars(select(Refund).where(Refund.order_id == order.id)).all()
    looked_at = select(Review.cause).where(Review.cause.in_(LOOKED_AT), Review.resolved_at.is_(None))
    return (
        (payment.state, payment.captured, order.paid, order.refunded, order.payment_summary, order.state),
        sorted((fact.kind.value, fact.provider_ref, fact.amount * fact.counted) for fact in facts),
        sorted((refund.state.value, refund.amount) for refund in refunds),
        sorted(set(db.session.scalars(looked_at))),
        stock.holds(order),
    )


@pytest.mark.parametrize("scene", ["practice"], indirect=True)
def test_a_fact_told_with_two_moments_happened_at_the_earlier_one(scene: Scene) -> None:
    whole = scene.payment.amount
    failed = scene.event(EventKind.FAILED, "B", 2, whole)
    early, late = (scene.event(EventKind.CANCELLED, "B", minute, whole) for minute in (0, 3))

    assert ending(scene, [late, failed, early]) == ending(scene, [early, failed, late])
    assert ending(scene, [late, failed, early])[0][0] is PaymentState.FAILED


@pytest.mark.parametrize("scene", TOLD, indirect=True)
@QUIET
@given(data=st.data())
def test_any_order_and_repetition_of_facts_ends_the_same(scene: Scene, data: st.DataObject) -> None:
    history = data.draw(histories(kinds_told(scene.capabilities), scene.payment.amount))
    told = [scene.event(kind, name, minute, amount) for kind, name, minute, amount in history]
    otherwise = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told), max_size=4))))

    assert ending(scene, otherwise) == ending(scene, told)


@pytest.mark.parametrize("scene", REFUNDING, indirect=True)
@QUIET
@given(data=st.data())
def test_a_refund_told_in_any_order_ends_the_same(scene: Scene, data: st.DataObject) -> None:
    charged = paid_with_a_refund_under_way(scene)
    told = [
        charged,
        scene.event(EventKind.REFUNDED, "R", data.draw(st.integers(1, 9)), REFUND),
        scene.event(EventKind.REFUND_FAILED, "F", data.draw(st.integers(1, 9)), REFUND),
        replace(scene.event(EventKind.REFUNDED, "elsewhere", 3, 2_000), refund_id=""),
    ]
    story = data.draw(st.lists(st.sampled_from(told), min_size=1, unique_by=lambda one: one.provider_ref))
    otherwise = data.draw(st.permutations(story + data.draw(st.lists(st.sampled_from(story), max_size=3))))

    assert ending(scene, otherwise) == ending(scene, story)


def paid_with_a_refund_under_way(scene: Scene) -> GatewayEvent:
    """The fact that paid; a second example finds it done."""
    charged = scene.event(EventKind.CHARGED, "A", 0)
    if scene.refund is None:
        scene.charged = charged
        apply_event(scene.method, charged)
        scene.refund = refund_under_way(scene.payment.order, scene.payment)
    return scene.charged


def refund_under_way(order: Order, payment: Payment) -> Refund:
    refund = Refund(
        payment_id=payment.id,
        order_id=order.id,
        amount=REFUND,
        currency="VND",
        state=RefundState.SENT,
        idempotency_key="one",
    )
    db.session.add(refund)
    db.session.flush()
    return refund


@pytest.mark.parametrize("scene", TOLD, indirect=True)
def test_another_currency_or_kind_of_money_never_pays(scene: Scene) -> None:
    charged = scene.event(EventKind.CHARGED, "A", 0)

    apply_event(scene.method, replace(charged, mode=WireMode.LIVE))
    apply_event(scene.method, replace(charged, money=Money(charged.money.amount, "USD")))

    assert (scene.payment.captured, scene.payment.order.paid) == (0, 0)


@pytest.mark.parametrize("code", TOLD)
def test_a_fact_of_another_shops_payment_never_matches(context: Flask, code: str) -> None:
    with opened(code) as theirs:
        foreign, payment_id = theirs.event(EventKind.CHARGED, "A", 0), theirs.payment.id

    with opened(code) as ours:
        apply_event(ours.method, foreign)
        assert db.session.scalars(select(Review.cause)).all() == ["unknown_payment"]
        assert (ours.payment.captured, ours.payment.id != payment_id) == (0, True)
