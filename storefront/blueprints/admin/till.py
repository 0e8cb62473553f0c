"""Taking money for an order face to face: a QR code, a link for whoever brings the goods, a card's slip."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.adapters.gateways import gateway, vietqr
from storefront.blueprints.common.forms import BaseForm, MoneyField, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.links import absolute
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.orders import collect
from storefront.domain.orders.queries import order_by_number
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.order import Order, OrderState

bp = Blueprint("till", __name__, url_prefix="/till/<number>")


class SlipForm(BaseForm):
    """A card was taken at the shop's terminal."""

    method = SelectField(_l("Taken by"))
    amount = MoneyField(_l("Sum of money"), validators=[required()])
    reference = StringField(_l("Number on the slip"), validators=[required(), Length(max=100)])

    def offer(self, order: Order) -> None:
        """Set the ways that staff record."""
        ways = collect.counter_methods(order)
        self.method.choices = [SelectChoice(str(way.id), str(gateway(way.gateway).name)) for way in ways]


class ButtonForm(BaseForm):
    """A button with its token."""


@bp.get("/")
@need_permission("orders.view")
def show(number: str) -> ResponseReturnValue:
    """The ways of taking the money that this shop has."""
    order = order_by_number(number)
    return page("admin/till/show.html", **_face(order, _blank(order)))


@bp.post("/codes")
@need_permission("orders.fulfil")
def create_code(number: str) -> ResponseReturnValue:
    """A QR code for what is owed now."""
    order = order_by_number(number)
    if ButtonForm().validate():
        collect.ask_by_qr(order)
    return _to(order)


@bp.post("/links")
@need_permission("orders.fulfil")
def create_link(number: str) -> ResponseReturnValue:
    """A link for whoever brings the goods; it is shown once."""
    order, door_url = order_by_number(number), ""
    if ButtonForm().validate():
        token = collect.door_link(order, by=acting_user())
        door_url = absolute(request.script_root + url_for("portal.at_the_door.show", token=token))
    return page("admin/till/show.html", **_face(order, _blank(order)), door_url=door_url)


@bp.post("/slips")
@need_permission("orders.mark_paid")
def create_slip(number: str) -> ResponseReturnValue:
    """A card's slip."""
    order, form = order_by_number(number), SlipForm()
    form.offer(order)
    chosen = {str(way.id): way for way in collect.counter_methods(order)}.get(form.method.data or "")
    if not form.validate() or chosen is None:
        return invalid("admin/till/show.html", **_face(order, form))
    try:
        collect.record_slip(
            order, chosen, form.amount.data, reference=form.reference.data or "", by=acting_user()
        )
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/till/show.html", **_face(order, form))
    flash(_("The money for order %(number)s is recorded.", number=order.number), "good")
    return see_other(url_for("admin.orders.listing.show", number=order.number))


def _blank(order: Order) -> SlipForm:
    form = SlipForm(formdata=None, amount=max(order.due, 0))
    form.offer(order)
    return form


def _face(order: Order, slip: SlipForm) -> dict[str, Any]:
    payment = collect.open_qr(order)
    return {
        "nav": "orders",
        "order": order,
        "owes": order.due > 0 and order.state is not OrderState.CANCELLED,
        "can_qr": collect.qr_method(order) is not None,
        "payment": payment,
        # made here from digits and letters only
        "qr": Markup(vietqr.svg(payment.next_step["qr"])) if payment else "",
        "slip": slip,
        "button": ButtonForm(formdata=None),
    }


def _to(order: Order) -> ResponseReturnValue:
    return see_other(url_for("admin.till.show", number=order.number))
