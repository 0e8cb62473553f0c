"""Forms of the order pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, MoneyField, choices_of, optional, required
from storefront.domain.orders import exempt, words
from storefront.domain.payments.record import new_form_key
from storefront.infra.errors import Invalid
from storefront.infra.quantity import format_quantity, parse_quantity
from storefront.models.order import LineItem, Order, OrderState

ALL = SelectChoice("", _l("All"))
OVER = (OrderState.COMPLETED, OrderState.CANCELLED)
ANSWERS = {**words.ACCEPTANCES, **{state: words.STATES[state] for state in OVER}}


class OrderFilterForm(BaseForm):
    """The filters above the list; read from the address."""

    class Meta(BaseForm.Meta):
        """An address holds no token."""

        csrf = False

    q = StringField(_l("Number, name or phone"))
    answer = SelectField(_l("Order"), choices=[ALL, *choices_of(ANSWERS)], default="")
    money = SelectField(_l("Money"), choices=[ALL, *choices_of(words.PAYMENTS)], default="")
    parcel = SelectField(_l("Parcel"), choices=[ALL, *choices_of(words.FULFILLMENTS)], default="")
    since = DateField(_l("From day"), validators=[optional()])
    until = DateField(_l("To day"), validators=[optional()])


class AnswerForm(BaseForm):
    """A button."""


class ReasonForm(BaseForm):
    """Declining and cancelling: the customer is told why."""

    reason = TextAreaField(_l("Reason, told to the customer"), validators=[Length(max=500)])


class MarkPaidForm(BaseForm):
    """Money the owner received."""

    amount = MoneyField(_l("Amount received"), validators=[required()])
    form_key = HiddenField()


class SendForm(BaseForm):
    """A parcel; the quantities stand beside the lines as line-<id>."""

    carrier = StringField(_l("Carrier"), validators=[Length(max=80)])
    tracking_number = StringField(_l("Tracking number"), validators=[Length(max=80)])
    form_key = HiddenField()


class ReturnForm(BaseForm):
    """Goods that came back."""

    restock = BooleanField(_l("Put them on the shelf again"), default=True)
    reason = TextAreaField(_l("Why they came back"), validators=[Length(max=500)])


class NoteForm(BaseForm):
    """The owner's own words."""

    note = TextAreaField(_l("Note, seen by your team only"), validators=[Length(max=2000)])


class ExemptionForm(BaseForm):
    """Why no invoice is made."""

    reason = RadioField(_l("Why no invoice is made here"), validators=[required()])


class CaptureForm(BaseForm):
    """Held money to take."""

    amount = MoneyField(_l("Amount to take"), validators=[required()])


class RefundForm(BaseForm):
    """Money to give back: of which payment, how much, and how; a transfer's receiver if it is known."""

    payment = SelectField(_l("Of the payment"), validators=[optional()])
    amount = MoneyField(_l("Amount to give back"), validators=[required()])
    channel = SelectField(_l("How it goes back"), validators=[optional()])
    bank = StringField(_l("Bank of the customer"), validators=[optional(), Length(max=120)])
    account = StringField(_l("Account number of the customer"), validators=[optional(), Length(max=40)])
    holder = StringField(_l("Account holder"), validators=[optional(), Length(max=120)])
    reason = StringField(_l("Reason"), validators=[Length(max=200)])
    form_key = HiddenField()


class RefundDoneForm(BaseForm):
    """A refund sent by hand, with the bank's reference."""

    reference = StringField(_l("Bank reference"), validators=[required(), Length(max=100)])


def exemption_form(**given: Any) -> ExemptionForm:
    """The form with the reasons this shop may give."""
    form = ExemptionForm(**given)
    form.reason.choices = choices_of({key: each.label for key, each in exempt.offered().items()})
    return form


def blank_forms(order: Order) -> dict[str, Any]:
    """The forms of the order page, each ready to be sent."""
    return {
        "answer": AnswerForm(formdata=None),
        "reason": ReasonForm(formdata=None),
        "pay": MarkPaidForm(formdata=None, amount=max(order.due, 0), form_key=new_form_key()),
        "send": SendForm(formdata=None, form_key=new_form_key()),
        "back": ReturnForm(formdata=None),
        "exemption": exemption_form(formdata=None),
        "note": NoteForm(formdata=None, note=order.owner_note),
        "refund": RefundForm(formdata=None, form_key=new_form_key()),
        "capture": CaptureForm(formdata=None),
        "refund_done": RefundDoneForm(formdata=None),
    }


def quantities(lines: Iterable[LineItem], typed: Any) -> dict[int, int]:
    """What was typed beside each line, in thousandths; zero and empty are left out. Raises Invalid."""
    wanted: dict[int, int] = {}
    errors: dict[str, list[str]] = {}
    for line in lines:
        text = typed.get(f"line-{line.id}", "").strip()
        if not text or text == format_quantity(0):
            continue
        try:
            wanted[line.id] = parse_quantity(text)
        except Invalid as wrong:
            errors[""] = [f"{line.product_name}: {wrong.message}"]
    if errors:
        raise Invalid(errors)
    return wanted
