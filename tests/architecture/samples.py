"""What the routes of the portal, the shops and the staff need to answer well, beside what the desk needs.

`PUBLIC` is the list of routes that are for everybody and hold no secret, each with its reason. A new open
route belongs there or has to withstand another shop's address or token.
"""

from __future__ import annotations

import re

import pyotp
from flask import Flask
from sqlalchemy import select

from storefront.blueprints.common.own_device import device_pass
from storefront.blueprints.portal.message_box import message_box_code
from storefront.domain.accounts import devices, identities, memberships, second_step
from storefront.domain.accounts.links import issue_link
from storefront.domain.accounts.names import parse_name
from storefront.domain.cart import lines, ownership
from storefront.domain.notifications.messages import sent_messages
from storefront.domain.onboarding.trial_order import make_test_order_link
from storefront.domain.orders.collect import door_link
from storefront.domain.orders.tokens import order_token
from storefront.domain.support.complaints import complaint_by_id, complaint_token
from storefront.infra import clock, events, queue
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.jobs.messages import ANSWER_LIFE, ANSWER_ORDER
from storefront.models.order import Order
from storefront.models.page import Page
from storefront.models.payment import CallbackInbox, PaymentMethod
from storefront.models.product import Collection, Product
from storefront.models.shipping import DeliveryMethod
from storefront.models.shop import Shop, ShopState
from storefront.models.user import User
from tests.architecture.world import World
from tests.factories import PASSWORD, good_answers, make_asset, make_shop, make_user
from tests.visitor import Visitor

LOOSE = "no secret: the same for everybody"
FORM = "a form to come in by; what is typed into it is the secret"
MACHINE = "for machines that watch; says nothing of anybody's"
OF_THE_SHOP = "the public face of the shop in the address"

PUBLIC = {
    "portal_home.home": LOOSE,
    "portal_home.about": LOOSE,
    "portal_home.shops": LOOSE,
    "portal.sign_in.show": FORM,
    "portal.sign_in.create": FORM,
    "portal.sign_in.by_code": FORM,
    "portal.sign_in.send_code": FORM,
    "portal.sign_in.enter_code": FORM,
    "portal.sign_in.finish_code": FORM,
    "portal.sign_in.forgotten": FORM,
    "portal.sign_in.send_reset": FORM,
    "portal.sign_in.new_password": FORM,
    "portal.sign_in.set_password": FORM,
    "portal.sign_in.second": FORM,
    "portal.sign_in.finish_second": FORM,
    "portal.sign_in.sign_out": "ends one's own session, if there is one",
    "portal.sign_up.show": FORM,
    "portal.sign_up.create": FORM,
    "portal.sign_up.another_code": FORM,
    "portal.sign_up.code": FORM,
    "portal.sign_up.finish": FORM,
    "portal.message_box.show": "outside production only; on a local network behind the terminal's code",
    "portal.message_box.open_box": FORM,
    "classroom.certificate_check.index": FORM,
    "classroom.joining.show": FORM,
    "classroom.joining.by_code": "the same form; whether the code is right is told to tries only",
    "classroom.joining.create": FORM,
    "classroom.joining.back": FORM,
    "classroom.joining.come_back": FORM,
    "health.alive": MACHINE,
    "health.ready": MACHINE,
    "health.figures": MACHINE + "; to callers on the same machine only",
    "media.asset": "a file of the program itself, by the hash of what is in it",
    "shopper.home.show": OF_THE_SHOP,
    "shopper.goods.everything": OF_THE_SHOP,
    "shopper.search.show": OF_THE_SHOP,
    "shopper.search.suggestions": OF_THE_SHOP,
    "shopper.cards.balance": OF_THE_SHOP,
    "shopper.cards.show_balance": FORM,
    "shopper.contact.show": OF_THE_SHOP,
    "shopper.contact.send": OF_THE_SHOP,
    "shopper.complaints.new": OF_THE_SHOP,
    "shopper.complaints.create": FORM,
    "shopper.visits.create": "counts a visit; says nothing of anybody",
    "shopper.places.communes": "the register of communes, " + LOOSE,
    "shopper.files.robots": OF_THE_SHOP,
    "shopper.files.sitemap": OF_THE_SHOP,
    "shopper.files.stylesheet": "colours by the hash of what is in it; shops of one look share it",
    "shopper.pages.unknown": "answers 404, or takes a slash away",
}

ROWS = ("device_id", "identity_id")
"""Parts that name a row of somebody's account."""

FOREIGN = {
    "token": "test_order_token",
    "key": "absent_key",
    "certificate_code": "absent_certificate",
}
"""For each secret part of an address one that is right elsewhere, or right in form only."""

PLACES: dict[str, dict[str, str]] = {
    "portal.answers.show": {"token": "answer_token"},
    "portal.answers.accept": {"token": "answer_token"},
    "portal.answers.decline": {"token": "answer_token"},
    "portal.at_the_door.show": {"token": "door_token"},
    "portal.at_the_door.create_code": {"token": "door_token"},
    "portal.invitations.show": {"token": "invitation_token"},
    "portal.invitations.accept": {"token": "invitation_token"},
    "hooks.receive": {"token": "hook_token"},
    "programme.users.show": {"user_id": "stranger_id"},
    "programme.users.disable": {"user_id": "stranger_id"},
    "programme.users.enable": {"user_id": "stranger_id"},
    "shopper.complaints.show": {"token": "complaint_token"},
    "shopper.visits.mark": {"token": "device_pass"},
    "shopper.goods.product": {"slug": "product_slug"},
    "shopper.goods.collection": {"slug": "collection_slug"},
    "shopper.pages.show": {"slug": "page_slug"},
    "shopper.trial.show": {"token": "test_order_token"},
    "shopper.trial.begin": {"token": "test_order_token"},
}
"""Where a route needs another sample than the usual one of that name."""

FORMS: dict[str, dict[str, str]] = {
    "portal.account.add_identity": {"name": "moi@example.com"},
    "portal.account.change_password": {"old": PASSWORD, "new": "mat-khau-moi-2"},
    "portal.account.confirm_app": {"code": "{app_code}"},
    "portal.account.prove_identity": {"code": "{identity_code}"},
    "portal.account.remove_app": {"code": "{recovery_code}"},
    "portal.message_box.open_box": {"code": "{box_code}"},
    "portal.open_shop.create": {"name": "Gốm Lò Chum", "mode": "practice"},
    "portal.sign_in.create": {"name": "{phone}", "password": PASSWORD},
    "portal.sign_in.send_code": {"name": "{phone}"},
    "portal.sign_in.send_reset": {"name": "{phone}"},
    "portal.sign_up.create": {"called": "Hoa", "name": "0987654322"},
    "programme.shops.suspend": {"reason": "Hàng giả"},
    "shopper.cards.pay": {"code": "{card_code}"},
    "shopper.cards.show_balance": {"code": "{card_code}"},
    "shopper.cart.add": {"variant_id": "{variant_id}", "quantity": "1"},
    "shopper.complaints.create": {"kind": "goods", "body": "Vỡ", "name": "Hoa", "phone": "0912345678"},
    "shopper.complaints.create_for_order": {"kind": "goods", "body": "Vỡ"},
    "shopper.contact.send": {"name": "Hoa", "phone": "0912345678", "message": "Còn mắm không?"},
}
"""What is typed where the form as it is shown is not good."""

PREPARED: dict[str, str] = {
    "programme.shops.reopen": "programme.shops.suspend",
    "programme.users.enable": "programme.users.disable",
}
"""What has to be done first, so that the route makes sense."""

WHO = {
    "portal.account.remove_app": "careful",
    "portal.invitations.accept": "guest",
}
"""Who does it, where it is not the shop's owner."""


def add_samples(app: Flask, world: World) -> None:
    """People, secrets and a second shop, for the routes outside the desk."""
    with app.app_context():
        people = {name: make_user() for name in ("guest", "careful")}
        staff = make_user(is_staff=True)
        draft = make_shop(state=ShopState.DRAFT)
        other = make_shop()
        world.values |= {name: str(user.id) for name, user in people.items()}
        world.values |= {"staff": str(staff.id), "draft": draft.slug, "other": other.slug}
        world.values |= {
            "strangers_shop": _shop_of(world.stranger),
            "other_id": str(other.id),
            "shop": world.values["slug"],
            "rest": "khong-co/",
        }
        world.values |= {"owner": str(world.owner), "stranger_id": str(world.stranger)}
        world.values |= {"family": "gateways", "code": "practice", "hook_token": "any"}
        world.values |= {"call_id": str(_call(world.shop_id))}
        world.values |= _account(db.session.get_one(User, world.owner), people["careful"])
        world.values |= {"box_code": message_box_code(), "job_id": str(_parked_job(world.shop_id))}
        with enter_shop(world.shop_id):
            world.values |= _things(db.session.get_one(Shop, world.shop_id), world)
        db.session.commit()
    home = Visitor(app).get(f"/s/{world.values['shop']}/").text
    world.values["digest"] = _found(r"/_t/([0-9a-f]+)\.css", home)
    world.values["theme_id"] = _found(r"/_t/assets/(\w+)/", home)
    world.values["name"] = _found(r"/_t/assets/\w+/([\w.-]+)", home)


def _account(owner: User, careful: User) -> dict[str, str]:
    """An owner with a second device, a name still to be proved and an app half set up; an app that is on."""
    name = parse_name("chu@example.com")
    identity = identities.claim(owner, name)
    identities.send_code(name, identities.VERIFY, locale="vi")
    app_secret = second_step.start_enrolment(owner)
    done = pyotp.TOTP(second_step.start_enrolment(careful))
    devices.open_device(owner, agent="", address="127.0.0.1")
    return {
        "phone": owner.identities[0].value,
        "identity_id": str(identity.id),
        "identity_code": _found(r"\b(\d{6})\b", sent_messages()[0].body),
        "device_id": str(devices.devices(owner)[0].id),
        "app_code": pyotp.TOTP(app_secret).at(clock.now()),
        "recovery_code": second_step.confirm(careful, done.at(clock.now()))[0],
    }


def _things(shop: Shop, world: World) -> dict[str, str]:
    """What the shop shows, and the tokens that open what is somebody's own."""
    values = world.values
    order = db.session.scalars(select(Order).where(Order.number == values["number"])).one()
    invited = next(found for found in sent_messages() if "/invitations/" in found.body)
    key = make_asset().key
    return {
        "product_slug": db.session.scalars(
            select(Product.slug).where(Product.id == int(values["product_id"]))
        ).one(),
        "collection_slug": db.session.scalars(select(Collection.slug)).first() or "",
        "page_slug": db.session.scalars(select(Page.slug)).first() or "",
        "token": order_token(order),
        "complaint_token": complaint_token(complaint_by_id(int(values["complaint_id"]))),
        "device_pass": device_pass(shop),
        "door_token": door_link(order, by=events.SYSTEM),
        "answer_token": issue_link(ANSWER_ORDER, subject_id=order.id, life=ANSWER_LIFE, shop_id=shop.id),
        "invitation_token": _found(r"/invitations/(\S+)", invited.body),
        "test_order_token": make_test_order_link(shop, by=events.SYSTEM),
        "key": key,
        "absent_key": re.sub("/[0-9a-f]{64}/", f"/{'0' * 64}/", key),
        "cart_token": _cart(int(values["variant_id"])),
    }


def _cart(variant_id: int) -> str:
    """A cart that could be confirmed at once; its token."""
    cart, token = ownership.new_cart()
    lines.add(cart, variant_id, 1000)
    delivery = db.session.scalars(select(DeliveryMethod)).first()
    method = db.session.scalars(select(PaymentMethod)).first()
    assert delivery and method
    cart.checkout = good_answers(delivery, method)
    db.session.flush()
    return token


def _shop_of(user_id: int) -> str:
    shops = memberships.shops_of(db.session.get_one(User, user_id))
    return shops[0][0].slug


def _call(shop_id: int) -> int:
    call = CallbackInbox(
        family="gateways",
        provider="practice",
        shop_id=shop_id,
        http_method="POST",
        body=b"{}",
        received_at=clock.now(),
        retain_until=clock.now(),
    )
    db.session.add(call)
    db.session.flush()
    return call.id


def _parked_job(shop_id: int) -> int:
    job_id = queue.enqueue("messages.deliver", shop_id=shop_id)
    db.session.get_one(queue.Job, job_id).parked_at = clock.now()
    return job_id


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"no {pattern} in {text[:200]}"
    return found[1]
