"""Forms of the pages about getting paid; a gateway's own is made from the settings it declares."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.adapters.gateways.banks import banks
from storefront.adapters.gateways.base import FieldType, Gateway, SettingField
from storefront.blueprints.common.forms import BaseForm, MoneyField, optional, required

LONGEST = 2000
SHOWN = 4
ON = "1"


class ButtonForm(BaseForm):
    """A button with its token."""


class OrderNumberForm(BaseForm):
    """Which order a sum belongs to."""

    number = StringField(_l("Order number"), validators=[required(), Length(max=20)])


class DepositForm(BaseForm):
    """The part of an order that is paid at once."""

    percent = IntegerField(_l("Deposit, in percent of the order"), validators=[required()])


class ConditionsForm(BaseForm):
    """When a way of paying is offered."""

    minimum = MoneyField(_l("From an order total of"), validators=[optional()])
    maximum = MoneyField(_l("Up to an order total of"), validators=[optional()])
    zones = SelectMultipleField(_l("Only for delivery to"))
    channels = SelectMultipleField(_l("Ways of paying shown to shoppers"))
    capture_later = BooleanField(_l("Hold the money first, and take it when I say so"))

    def offer(self, zones: list[tuple[str, str]], channels: list[tuple[str, str]]) -> None:
        """Set what may be chosen: pairs of value and name."""
        self.zones.choices = [SelectChoice(value, name) for value, name in zones]
        self.channels.choices = [SelectChoice(value, name) for value, name in channels]


class GatewayForm:
    """One gateway's settings as a form: `form` to be drawn and validated, the rest to read it."""

    def __init__(self, kind: type[Gateway], stored: dict[str, Any], *, blank: bool) -> None:
        """`stored` are the settings in force, secrets too; a secret among them need not be typed again."""
        self.asked = [item for item in kind.settings.schema if item.type is not FieldType.HIDDEN]
        self._secret = {item.id: str(stored.get(item.id, "")) for item in self.asked if item.secret}
        made = {_name(item): _field(item, kept=bool(self._secret.get(item.id))) for item in self.asked}
        known = {_name(item): stored.get(item.id) for item in self.asked if not item.secret}
        self.form: BaseForm = type("SettingsForm", (BaseForm,), made)(
            **{"formdata": None} if blank else {}, data=known
        )

    @property
    def fields(self) -> list[tuple[Field, str]]:
        """Each field with its help."""
        return [(self.form[_name(item)], self._help(item)) for item in self.asked]

    def values(self) -> dict[str, str]:
        """What was typed, by the settings' own names."""
        return {item.id: _text(self.form[_name(item)].data) for item in self.asked}

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """The gateway's problems beside their fields."""
        shown = {item.id: _name(item) for item in self.asked}
        self.form.add_errors({shown.get(name, ""): sentences for name, sentences in errors.items()})

    def _help(self, item: SettingField) -> str:
        secret = self._secret.get(item.id, "")
        if not secret:
            return str(item.help)
        kept = _("Stored: %(end)s. Leave it empty to keep it.", end=masked(secret))
        return f"{item.help} {kept}".strip()


def masked(secret: str) -> str:
    """A secret by its last four characters; nothing of a short one."""
    return "••••" + (secret[-SHOWN:] if len(secret) > 2 * SHOWN else "")


def _name(item: SettingField) -> str:
    """A plug-in may call a setting `data` or `errors`, as the form's own parts are called."""
    return f"set_{item.id}"


def _text(value: Any) -> str:
    return (ON if value else "") if isinstance(value, bool) else str(value or "").strip()


def _field(item: SettingField, *, kept: bool) -> Any:
    needed = [required()] if item.required and not kept else [optional()]
    if item.type is FieldType.SWITCH:
        return BooleanField(item.label)
    if item.type is FieldType.BANK:
        named = [SelectChoice(bank.bin, f"{bank.short_name} – {bank.name}") for bank in banks()]
        return SelectField(item.label, needed, choices=[SelectChoice("", _l("Choose your bank")), *named])
    if item.type is FieldType.CHOICE:
        return SelectField(item.label, choices=[SelectChoice(value, name) for value, name in item.choices])
    typed = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
    if item.type is FieldType.NUMBER:
        typed["inputmode"] = "numeric"
    return StringField(item.label, [*needed, Length(max=LONGEST)], render_kw=typed)
