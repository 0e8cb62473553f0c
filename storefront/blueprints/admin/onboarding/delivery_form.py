"""The delivery form: any number of named groups of communes, each with its fee."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, FieldList, FormField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.blueprints.admin.onboarding.growing import TO_BE_NUMBERED, GrowingForm, GrowingRow, rows
from storefront.blueprints.common.forms import MoneyField, optional
from storefront.domain.onboarding.delivery import DeliveryData, DeliveryGroup
from storefront.domain.places.areas import area, find_areas, is_area


class GroupRow(GrowingRow):
    """One group. Its communes are ticks; `find` brings further ones."""

    FILLED = ("name", "codes", "fee")
    ASKED = ("name", "fee")

    name = StringField(lazy_gettext("Name of the group"))
    codes = SelectMultipleField(lazy_gettext("Communes of this group"), choices=[])
    find = StringField(lazy_gettext("Find a commune or province"), [Length(max=80)])
    fee = MoneyField(lazy_gettext("Fee for this group"), [optional()])
    nothing_for = ""
    """A name that was looked for in vain."""

    def offer(self) -> None:
        """Offer the communes chosen and those looked for; the finder is then free for the next name."""
        codes = dict.fromkeys(self.codes.data or ())
        chosen = [area(code) for code in codes if is_area(code)]
        sought, self.find.data = self.find.data or "", ""
        found = find_areas(sought)
        self.nothing_for = "" if found else sought
        self.codes.choices = [SelectChoice(each.code, each.name) for each in dict.fromkeys([*chosen, *found])]

    @property
    def group(self) -> DeliveryGroup:
        """The group as the domain knows it."""
        return DeliveryGroup(self.name.data or "", tuple(dict.fromkeys(self.codes.data or ())), self.fee.data)


class DeliveryForm(GrowingForm):
    """Pickup and flat fees."""

    pickup = BooleanField(lazy_gettext("Customers may pick up at the shop"))
    commune_fee = MoneyField(lazy_gettext("In our commune"), [optional()])
    groups = FieldList(FormField(GroupRow), label=lazy_gettext("Groups of communes"))
    province_fee = MoneyField(lazy_gettext("In the province"), [optional()])
    elsewhere_fee = MoneyField(lazy_gettext("Elsewhere in Vietnam"), [optional()])
    free_above = MoneyField(lazy_gettext("Free from an order of"), [optional()])
    promise = StringField(lazy_gettext("How long it takes"), [optional(), Length(max=60)])

    @property
    def rows(self) -> list[GroupRow]:
        """The rows of groups."""
        return rows(self.groups)

    @property
    def blank_row(self) -> GroupRow:
        """A group yet to be filled in, for the script to copy."""
        return GroupRow(formdata=None, prefix=f"groups-{TO_BE_NUMBERED}-")

    @property
    def looks_for_places(self) -> bool:
        """Whether a name stands in a finder and waits for an answer."""
        return any(row.find.data for row in self.rows)

    def offer(self) -> None:
        """Give every group the communes it may tick."""
        for row in self.rows:
            row.offer()

    def given(self) -> DeliveryData:
        """What the form says; groups that go away or were left blank do not count."""
        return DeliveryData(
            pickup=self.pickup.data,
            commune_fee=self.commune_fee.data,
            groups=tuple(row.group for row in self.rows if row.counts),
            province_fee=self.province_fee.data,
            elsewhere_fee=self.elsewhere_fee.data,
            free_above=self.free_above.data,
            promise=self.promise.data or "",
        )
