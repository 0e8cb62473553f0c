"""Forms of the stock pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, QuantityField, choices_of, optional, required


class StockFilterForm(BaseForm):
    """The filters above the list; read from the address."""

    class Meta(BaseForm.Meta):
        """An address holds no token."""

        csrf = False

    q = StringField(_l("Name or SKU"))
    only = SelectField(
        _l("Show"),
        default="",
        choices=choices_of({"": _l("All"), "out": _l("Sold out"), "waiting": _l("Counts that wait")}),
    )


class CountForm(BaseForm):
    """What was counted on the shelf."""

    counted = QuantityField(_l("Counted on the shelf"), validators=[required()])
    count_note = StringField(_l("Note"), validators=[Length(max=200)])


class ReceiveForm(BaseForm):
    """Goods that came in."""

    form_key = HiddenField(validators=[Length(max=40)])
    quantity = QuantityField(_l("How much came in"), validators=[required()])
    receive_note = StringField(_l("Note"), validators=[Length(max=200)])


class WarningForm(BaseForm):
    """From what amount down few are left."""

    low_at = QuantityField(_l("Say that few are left from"), validators=[optional()])


class FreeingForm(BaseForm):
    """Which orders give the goods free; the choices stand beside the orders as order-<number>."""

    reason = StringField(
        _l("Reason, told to customers whose order is cancelled"), validators=[Length(max=500)]
    )
