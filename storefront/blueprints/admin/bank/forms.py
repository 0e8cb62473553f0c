"""Forms of the bank pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.adapters.bank_feeds.base import BankFeed, FieldType, SettingField
from storefront.blueprints.common.forms import BaseForm, choices_of, optional, required
from storefront.domain.payments.statements import COLUMNS
from storefront.domain.settlement.line_queries import STATES

ALL = SelectChoice("", _l("All"))


class LineFilterForm(BaseForm):
    """The filters above the list; read from the address."""

    class Meta(BaseForm.Meta):
        """An address holds no token."""

        csrf = False

    q = StringField(_l("Message, reference or sum"))
    state = SelectField(
        _l("Where it stands"),
        choices=[ALL, *choices_of({state: words for state, (words, _tone) in STATES.items()})],
        default="",
    )
    since = DateField(_l("From day"), validators=[optional()])
    until = DateField(_l("To day"), validators=[optional()])


class ButtonForm(BaseForm):
    """A button with its token."""


class MatchForm(BaseForm):
    """Which order a line pays."""

    number = StringField(_l("Order number"), validators=[required(), Length(max=20)])


class UploadForm(BaseForm):
    """A bank's statement."""

    file = FileField(_l("Statement of your bank (.xlsx or .csv)"), validators=[required()])


class MappingForm(BaseForm):
    """Which column is what; the choices are the file's own columns."""

    account = StringField(_l("Account number"), validators=[required(), Length(max=40)])
    date = SelectField(COLUMNS["date"], validators=[required()])
    time = SelectField(COLUMNS["time"], default="")
    memo = SelectField(COLUMNS["memo"], validators=[required()])
    credit = SelectField(COLUMNS["credit"], default="")
    debit = SelectField(COLUMNS["debit"], default="")
    amount = SelectField(COLUMNS["amount"], default="")
    balance = SelectField(COLUMNS["balance"], default="")
    reference = SelectField(COLUMNS["reference"], default="")
    counterparty = SelectField(COLUMNS["counterparty"], default="")

    def offer(self, heading: Sequence[str], columns: Mapping[str, int]) -> None:
        """The file's columns as choices, with what we take each for."""
        choices = [SelectChoice("", _("Not in this file"))]
        choices += [SelectChoice(str(at), cell) for at, cell in enumerate(heading) if cell]
        for name in COLUMNS:
            self[name].choices = choices
            if not self.is_submitted():
                self[name].data = str(columns.get(name, ""))

    def columns(self) -> dict[str, int]:
        """What was chosen."""
        return {name: int(self[name].data) for name in COLUMNS if self[name].data}


def feed_form(kind: type[BankFeed], *, connected: bool) -> type[BaseForm]:
    """A form with a field for everything a provider's settings ask for; kept secrets may stay empty."""
    asked = [item for item in kind.settings.schema if item.type is not FieldType.HIDDEN]
    fields = {item.id: _field(item, kept=connected and item.secret) for item in asked}
    return type("FeedForm", (BaseForm,), fields)


def _field(item: SettingField, *, kept: bool) -> Any:
    checks = [required()] if item.required and not kept else [optional()]
    if item.type is FieldType.CHOICE:
        return SelectField(item.label, choices=choices_of(dict(item.choices)), description=item.help)
    kind = PasswordField if item.secret else StringField
    return kind(item.label, validators=[*checks, Length(max=300)], description=item.help)
