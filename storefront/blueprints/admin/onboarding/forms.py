"""Forms of the wizard: shape and types; the rules are the domain's."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.blueprints.admin.onboarding.growing import TO_BE_NUMBERED, GrowingForm, GrowingRow, rows
from storefront.blueprints.common.forms import (
    BaseForm,
    CommuneField,
    MoneyField,
    PhoneField,
    ProvinceField,
    between,
    optional,
    required,
)
from storefront.domain.shops.settings import LIMITS


class StartForm(BaseForm):
    """Before there is a shop: its name and its kind."""

    name = StringField(lazy_gettext("Name of the shop"), [required(), Length(max=120)])
    mode = RadioField(
        lazy_gettext("What is this shop for?"),
        [required()],
        choices=[
            SelectChoice("real", lazy_gettext("To sell for real")),
            SelectChoice("practice", lazy_gettext("To practise")),
        ],
    )


class WhoForm(BaseForm):
    """The owner's data."""

    legal_type = RadioField(
        lazy_gettext("You sell as"),
        [required()],
        choices=[
            SelectChoice("household", lazy_gettext("Household business")),
            SelectChoice("cooperative", lazy_gettext("Cooperative")),
            SelectChoice("company", lazy_gettext("Company")),
            SelectChoice("individual", lazy_gettext("Individual")),
        ],
    )
    legal_name = StringField(lazy_gettext("Legal name"), [required(), Length(max=200)])
    representative = StringField(lazy_gettext("Representative"), [required(), Length(max=120)])
    tax_id = StringField(lazy_gettext("Tax code or personal number"), [optional(), Length(max=40)])
    registration_number = StringField(lazy_gettext("Registration number"), [optional(), Length(max=60)])
    registered_on = DateField(lazy_gettext("Date of issue"), [optional()])
    registered_at = StringField(lazy_gettext("Issued by"), [optional(), Length(max=160)])
    province = ProvinceField(lazy_gettext("Province"), [required()])
    commune = CommuneField(lazy_gettext("Commune"), [required()])
    street = StringField(lazy_gettext("House number, street, hamlet"), [required(), Length(max=160)])
    phone = PhoneField(lazy_gettext("Phone number"), [required()])
    email = StringField(lazy_gettext("E-mail"), [optional(), Length(max=254)])
    zalo = PhoneField(lazy_gettext("Zalo number"), [optional()])


class TradeForm(BaseForm):
    """The starter kit."""

    trade = RadioField(lazy_gettext("What do you sell?"), [required()])


class AddressForm(BaseForm):
    """The shop's name and its place in the web."""

    name = StringField(lazy_gettext("Name of the shop"), [required(), Length(max=120)])
    slug = StringField(lazy_gettext("Address of the shop"), [required(), Length(max=80)])
    tagline = StringField(lazy_gettext("One sentence about the shop"), [optional(), Length(max=120)])
    opening_hours = StringField(lazy_gettext("Opening hours"), [optional(), Length(max=120)])


class LookForm(BaseForm):
    """Palette, own colour and logo."""

    palette = RadioField(lazy_gettext("Colours"), [optional()])
    own_colour = BooleanField(lazy_gettext("Use a colour of our own"))
    primary = StringField(lazy_gettext("Colour of buttons and links"), [optional(), Length(max=7)])
    logo = FileField(lazy_gettext("Logo"), [optional()])
    no_logo = BooleanField(lazy_gettext("Take the logo away"))


class GoodForm(BaseForm):
    """One product."""

    name = StringField(lazy_gettext("Name of the product"), [required(), Length(max=200)])
    price = MoneyField(
        lazy_gettext("Price"),
        [required(), between(1, 999_999_999, lazy_gettext("The price must be above zero."))],
    )
    unit = StringField(lazy_gettext("For one"), [optional(), Length(max=20)])
    collection = SelectField(lazy_gettext("Collection"), [optional()])
    camera = FileField(lazy_gettext("Take a photo"), [optional()])
    photos = MultipleFileField(lazy_gettext("Photos from this device"), [optional()])


class ListForm(BaseForm):
    """A pasted list."""

    goods = TextAreaField(lazy_gettext("Your list"), [required(), Length(max=40_000)])


class PlainForm(BaseForm):
    """A button."""


class PaymentForm(BaseForm):
    """Ways of being paid."""

    cod = BooleanField(lazy_gettext("Cash on delivery (COD)"))
    transfer = BooleanField(lazy_gettext("Bank transfer by VietQR"))
    bank = StringField(lazy_gettext("Bank"), [optional(), Length(max=120)])
    account = StringField(lazy_gettext("Account number"), [optional(), Length(max=40)])
    holder = StringField(lazy_gettext("Account holder"), [optional(), Length(max=120)])


class LicenceRow(GrowingRow):
    """One paper of the trade."""

    FILLED = ("name", "number", "issued_on", "issuer")
    ASKED = ("name", "number")
    name = StringField(lazy_gettext("Name of the paper"))
    number = StringField(lazy_gettext("Number"))
    issued_on = DateField(lazy_gettext("Date of issue"), [optional()])
    issuer = StringField(lazy_gettext("Issued by"))


def within(rule: str) -> Any:
    """The number lies within what the shop's settings allow for this rule."""
    low, high = LIMITS[rule]
    return between(low, high, lazy_gettext("Enter a number from %(low)s to %(high)s.", low=low, high=high))


class PagesForm(GrowingForm):
    """The days the policies promise, and the papers of the trade."""

    licences = FieldList(FormField(LicenceRow), label=lazy_gettext("Papers of your trade"))

    return_days = IntegerField(
        lazy_gettext("Days to return goods"),
        [required(), within("return_days")],
    )
    complaint_answer_days = IntegerField(
        lazy_gettext("Working days to answer a complaint"),
        [required(), within("complaint_answer_days")],
    )
    complaint_resolve_days = IntegerField(
        lazy_gettext("Days to settle a complaint"),
        [required(), within("complaint_resolve_days")],
    )

    @property
    def papers(self) -> list[LicenceRow]:
        """The rows of papers."""
        return rows(self.licences)

    @property
    def blank_paper(self) -> LicenceRow:
        """A paper yet to be filled in, for the script to copy."""
        return LicenceRow(formdata=None, prefix=f"licences-{TO_BE_NUMBERED}-")


class WordsForm(BaseForm):
    """One page's words."""

    title = StringField(lazy_gettext("Title"), [required(), Length(max=160)])
    words = TextAreaField(lazy_gettext("Words"), [required(), Length(max=60_000)])
    revision = StringField()
