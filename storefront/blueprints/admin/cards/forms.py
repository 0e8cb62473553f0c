"""Forms of the pages about cards."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.blueprints.common.forms import (
    BaseForm,
    MoneyField,
    PhoneField,
    choices_of,
    optional,
    required,
)
from storefront.domain.payments.cards import CardTerms
from storefront.domain.payments.fleets import FleetData, fleets
from storefront.infra import clock
from storefront.models.stored_value import FleetAccount, StoredCard, StoredCardKind

KINDS = {StoredCardKind.GIFT: _l("Gift card"), StoredCardKind.PREPAID: _l("Prepaid card")}
STATES = {"": _l("All"), "active": _l("Good"), "blocked": _l("Blocked"), "expired": _l("Expired")}


class CardFilterForm(BaseForm):
    """The filters above the list; read from the address."""

    class Meta(BaseForm.Meta):
        """An address holds no token."""

        csrf = False

    q = StringField(_l("End of the code, holder or plate"))
    kind = SelectField(_l("Kind of card"), default="", choices=choices_of({"": _l("All"), **KINDS}))
    state = SelectField(_l("State"), default="", choices=choices_of(STATES))


class TermsForm(BaseForm):
    """For whom a card is, and what binds it."""

    holder = StringField(_l("Holder"), validators=[Length(max=200)])
    plate = StringField(_l("Number plate"), validators=[Length(max=20)])
    fleet = SelectField(_l("Fleet account"), default="")
    single_limit = MoneyField(_l("At most at once"), validators=[optional()])
    daily_limit = MoneyField(_l("At most in a day"), validators=[optional()])
    last_day = DateField(_l("Last day it is good"), validators=[optional()])

    def offer(self) -> None:
        """Set the fleet accounts that may be chosen."""
        known = [SelectChoice(str(row.fleet.id), row.fleet.name) for row in fleets()]
        self.fleet.choices = [SelectChoice("", _("None")), *known]

    def terms(self, kind: StoredCardKind, *, amount: int = 0, with_pin: bool = False) -> CardTerms:
        """What was typed."""
        return CardTerms(
            kind,
            amount,
            holder=self.holder.data or "",
            plate=self.plate.data or "",
            fleet_id=int(self.fleet.data) if self.fleet.data else None,
            daily_limit=self.daily_limit.data,
            single_limit=self.single_limit.data,
            expires_at=_end_of(self.last_day.data),
            with_pin=with_pin,
        )


class IssueForm(TermsForm):
    """New cards."""

    kind = SelectField(_l("Kind of card"), choices=choices_of(KINDS))
    amount = MoneyField(_l("Money on each card"), validators=[required()])
    count = IntegerField(_l("How many cards"), default=1, validators=[required()])
    with_pin = BooleanField(_l("Each card with a PIN of its own"))
    note = StringField(_l("Note for the statement"), validators=[Length(max=200)])
    form_key = HiddenField()


class TopUpForm(BaseForm):
    """Money is put on a card."""

    amount = MoneyField(_l("Sum of money"), validators=[required()])
    note = StringField(_l("Note for the statement"), validators=[Length(max=200)])
    form_key = HiddenField()


class CorrectionForm(BaseForm):
    """Something was booked wrong."""

    way = SelectField(_l("What to do"), choices=choices_of({"add": _l("Add to it"), "take": _l("Take off")}))
    sum = MoneyField(_l("Sum of money"), validators=[required()])
    reason = StringField(_l("Reason"), validators=[required(), Length(max=200)])
    form_key = HiddenField()


class WriteOffForm(BaseForm):
    """What an expired card still holds leaves the books."""

    reason = StringField(_l("Reason"), validators=[required(), Length(max=200)])


class ButtonForm(BaseForm):
    """A button with its token."""


class FleetForm(BaseForm):
    """A firm with cards of this shop."""

    name = StringField(_l("Firm"), validators=[required(), Length(max=200)])
    tax_code = StringField(_l("Tax code"), validators=[Length(max=14)])
    contact = StringField(_l("Contact person"), validators=[Length(max=200)])
    phone = PhoneField(_l("Phone"), validators=[optional()])
    email = StringField(_l("E-mail"), validators=[Length(max=200)])

    def data_of(self) -> FleetData:
        """What was typed."""
        return FleetData(
            self.name.data or "",
            self.tax_code.data or "",
            self.contact.data or "",
            self.phone.data or None,
            self.email.data or None,
        )


def terms_form(card: StoredCard) -> TermsForm:
    """The form as the card stands."""
    form = TermsForm(
        formdata=None,
        holder=card.holder,
        plate=card.plate,
        fleet=str(card.fleet_account_id or ""),
        single_limit=card.single_limit,
        daily_limit=card.daily_limit,
        last_day=_last_day(card.expires_at),
    )
    form.offer()
    return form


def fleet_form(fleet: FleetAccount) -> FleetForm:
    """The form as the account stands."""
    return FleetForm(
        formdata=None,
        name=fleet.name,
        tax_code=fleet.tax_code,
        contact=fleet.contact,
        phone=fleet.phone,
        email=fleet.email,
    )


def _end_of(day: dt.date | None) -> dt.datetime | None:
    return clock.vn_day_bounds(day)[1] if day else None


def _last_day(moment: dt.datetime | None) -> dt.date | None:
    return (clock.to_vn(moment) - dt.timedelta(seconds=1)).date() if moment else None
