"""Forms of the month's accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, FileField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange

from storefront.blueprints.common.forms import BaseForm, MoneyField, choices_of, optional, required
from storefront.domain.reconciliation.layouts import COLUMNS
from storefront.domain.reconciliation.statements import Plan
from storefront.domain.reconciliation.values import FeeTerms
from storefront.domain.reconciliation.words import CAUSES
from storefront.models.bank import StatementKind

KIND_NAMES = {
    StatementKind.GATEWAY: _l("A gateway's settlement"),
    StatementKind.COURIER: _l("A courier's remittance"),
}
HUNDREDTHS = 100


class ButtonForm(BaseForm):
    """A button with its token."""


class FindingFilterForm(BaseForm):
    """The filters above the findings; read from the address."""

    class Meta(BaseForm.Meta):
        """An address holds no token."""

        csrf = False

    cause = SelectField(_l("Cause"), default="", validate_choice=False)
    shown = SelectField(
        _l("Where it stands"),
        choices=[SelectChoice("", _l("Only what waits")), SelectChoice("all", _l("Settled ones too"))],
        default="",
    )

    def offer(self, counts: Mapping[str, int]) -> None:
        """Causes that wait, with how many each."""
        found = [SelectChoice(name, f"{CAUSES[name].title} ({count})") for name, count in counts.items()]
        self.cause.choices = [SelectChoice("", _("All causes")), *found]


class ClosingForm(BaseForm):
    """Closing a month; the reason is needed while findings are open."""

    reason = TextAreaField(_l("Why it is closed with open findings"), validators=[Length(max=500)])


class SettlingForm(BaseForm):
    """What was done about a finding."""

    reason = TextAreaField(_l("What was done"), validators=[required(), Length(max=500)])


class UploadForm(BaseForm):
    """A company's file, and whose it is."""

    kind = SelectField(_l("What it is"), choices=choices_of(KIND_NAMES))
    source = StringField(_l("Whose file it is"), validators=[required(), Length(max=40)])
    file = FileField(_l("File (.xlsx or .csv)"), validators=[required()])


class MappingForm(BaseForm):
    """Which column is what, and the fee that is agreed."""

    provider_ref = SelectField(COLUMNS["provider_ref"], validators=[required()])
    reference = SelectField(COLUMNS["reference"], default="")
    date = SelectField(COLUMNS["date"], validators=[required()])
    amount = SelectField(COLUMNS["amount"], validators=[required()])
    fee = SelectField(COLUMNS["fee"], default="")
    net = SelectField(COLUMNS["net"], default="")
    kind = SelectField(COLUMNS["kind"], default="")
    batch = SelectField(COLUMNS["batch"], default="")
    merchant = SelectField(COLUMNS["merchant"], default="")
    currency = SelectField(COLUMNS["currency"], default="")
    percent = DecimalField(
        _l("Agreed fee in percent"), places=2, validators=[optional(), NumberRange(min=0, max=20)]
    )
    fixed = MoneyField(_l("Agreed fee for each payment"), validators=[optional()])

    def offer(self, heading: Sequence[str], plan: Plan) -> None:
        """The file's columns as choices, with what we take each for."""
        choices = [SelectChoice("", _("Not in this file"))]
        choices += [SelectChoice(str(at), cell) for at, cell in enumerate(heading) if cell]
        for name in COLUMNS:
            self[name].choices = choices
            if not self.is_submitted():
                self[name].data = str(plan.columns.get(name, ""))
        if plan.terms and not self.is_submitted():
            self.percent.data, self.fixed.data = plan.terms.rate / HUNDREDTHS, plan.terms.fixed

    def plan(self) -> Plan:
        """What was chosen."""
        columns = {name: int(self[name].data) for name in COLUMNS if self[name].data}
        told = self.percent.data is not None or self.fixed.data is not None
        rate = round((self.percent.data or 0) * HUNDREDTHS)
        return Plan(columns, FeeTerms(rate, self.fixed.data or 0) if told else None)
