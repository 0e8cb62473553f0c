"""Settings of the shop: ways into the wizard's steps, rules of selling, pausing and closing."""

from __future__ import annotations

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField

from storefront.blueprints.common.forms import BaseForm, choices_of, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.shops import publish
from storefront.domain.shops.settings import CANCEL_STAGES, SellingRules, save_rules, selling_rules
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.events import acting_user
from storefront.infra.text import whole_number
from storefront.models.shop import ShopState

bp = Blueprint("settings", __name__, url_prefix="/settings")


class RulesForm(BaseForm):
    """How long things may take."""

    answer_hours = IntegerField(_l("Hours to answer an order paid on delivery"), validators=[required()])
    transfer_hours = IntegerField(_l("Hours to wait for a bank transfer"), validators=[required()])
    gateway_minutes = IntegerField(_l("Minutes to pay at a payment gateway"), validators=[required()])
    cancel_until = SelectField(_l("Shoppers may cancel by themselves"), choices=choices_of(CANCEL_STAGES))
    return_days = IntegerField(_l("Days to return goods"), validators=[required()])
    complaint_answer_days = IntegerField(_l("Days to answer a complaint"), validators=[required()])
    complaint_resolve_days = IntegerField(_l("Days to resolve a complaint"), validators=[required()])
    revision = HiddenField()


class ButtonForm(BaseForm):
    """A button with its token."""


@bp.get("/")
@need_permission("settings.view")
def show() -> ResponseReturnValue:
    """All settings on one page."""
    return page("admin/settings/show.html", **_face(RulesForm(formdata=None, obj=selling_rules())))


@bp.post("/rules")
@need_permission("settings.edit")
def save() -> ResponseReturnValue:
    """Write the rules."""
    form = RulesForm()
    if not form.validate():
        return invalid("admin/settings/show.html", **_face(form))
    rules = SellingRules(
        **{name: form[name].data for name in SellingRules.__dataclass_fields__}  # form and rules share names
    )
    try:
        save_rules(rules, revision=whole_number(form.revision.data) or 0, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/settings/show.html", **_face(form))
    except Conflict as stale:
        form.add_errors({"": [str(stale.message)]})
        form.revision.data = str(selling_rules().revision)
        form.revision.raw_data = None
        return invalid("admin/settings/show.html", **_face(form))
    flash(_("The rules are saved. Orders placed before keep theirs."))
    return see_other(url_for("admin.settings.show"))


@bp.post("/pause")
@need_permission("shop.open")
def create_pause() -> ResponseReturnValue:
    """Take no orders for a while."""
    publish.pause(g.shop, by=acting_user())
    flash(_("The shop is paused. Its pages stay, orders cannot be placed."))
    return see_other(url_for("admin.settings.show"))


@bp.post("/opening")
@need_permission("shop.open")
def create_opening() -> ResponseReturnValue:
    """Take orders again."""
    publish.open_now(g.shop, by=acting_user())
    flash(_("The shop takes orders again."))
    return see_other(url_for("admin.settings.show"))


@bp.post("/closing")
@need_permission("shop.open")
def create_closing() -> ResponseReturnValue:
    """Close for good."""
    publish.close(g.shop, by=acting_user())
    flash(_("The shop is closed. Its orders and figures stay readable here."))
    return see_other(url_for("admin.settings.show"))


def _face(form: RulesForm) -> dict[str, object]:
    steps = [
        ("who", _("Owner and legal data"), "user"),
        ("address", _("Name and address of the shop"), "link"),
        ("look", _("Look"), "palette"),
        ("delivery", _("Delivery"), "truck"),
        ("payment", _("Getting paid"), "money"),
        ("pages", _("Pages the law asks for"), "page"),
    ]
    return {
        "nav": "settings",
        "form": form,
        "button": ButtonForm(formdata=None),
        "steps": steps,
        "paused": g.shop.state is ShopState.PAUSED,
        "open": g.shop.state is ShopState.OPEN,
    }
