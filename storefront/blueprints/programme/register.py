"""The programme's register: cohorts, venues and donors, each with what came of its classes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField

from storefront.blueprints.classroom.downloads import download
from storefront.blueprints.common.forms import BaseForm, CommuneField, ProvinceField, optional, required
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.places import units
from storefront.domain.workshops import export, register
from storefront.domain.workshops.register import Entry
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.infra.paging import asc, paginate
from storefront.infra.sheets import CSV_TYPE, XLSX_TYPE
from storefront.infra.text import slugify, whole_number

bp = Blueprint("register", __name__, url_prefix="/classes/<kind>")

TITLES = {"cohorts": _l("Cohorts"), "venues": _l("Venues"), "donors": _l("Donors")}
NEW = {"cohorts": _l("New cohort"), "venues": _l("New venue"), "donors": _l("New donor")}


class DonorForm(BaseForm):
    """A name and a note."""

    name = StringField(_l("Name"), [required()])
    note = TextAreaField(_l("Note"), [optional()])
    revision = HiddenField()

    def values(self) -> dict[str, Any]:
        """As the domain takes them."""
        return {name: field.data for name, field in self._fields.items() if name not in _APART}


class CohortForm(DonorForm):
    """With its time and its goal."""

    starts_on = DateField(_l("First day"), [optional()])
    ends_on = DateField(_l("Last day"), [optional()])
    goal = IntegerField(_l("People to be trained"), [optional()])


class VenueForm(DonorForm):
    """With its address and its seats."""

    street = StringField(_l("Street address"), [optional()])
    province = ProvinceField(_l("Province"), [optional()])
    commune = CommuneField(_l("Commune"), [optional()])
    seats = IntegerField(_l("Seats"), [optional()])

    def offer(self) -> None:
        """The provinces, and the communes of the one chosen."""
        self.province.offer((each.code, each.name) for each in units.provinces())
        chosen = units.units(self.province.data) if self.province.data else []
        self.commune.offer((each.code, each.name) for each in chosen)

    def values(self) -> dict[str, Any]:
        """As the domain takes them."""
        return {**super().values(), "street": self.street.data or "", "unit_code": self.commune.data or ""}


FORMS: dict[str, type[DonorForm]] = {"cohorts": CohortForm, "venues": VenueForm, "donors": DonorForm}
_APART = frozenset({"csrf_token", "revision", "province", "commune"})


@bp.get("/")
def index(kind: str) -> ResponseReturnValue:
    """The list, by name."""
    chosen, text = register.kind_of(kind), request.args.get("q", "")
    keys = asc(chosen.model.name), asc(chosen.model.id)
    found = paginate(db.session(), register.find(chosen, text), *keys, cursor=request.args.get("cursor"))
    return page(
        "programme/register.html",
        nav="training",
        kind=kind,
        titles=TITLES,
        new=NEW,
        rows=found,
        counts=register.class_counts(chosen, found.items),
        text=text,
    )


@bp.get("/new")
def new(kind: str) -> ResponseReturnValue:
    """The empty form."""
    register.kind_of(kind)
    return page("programme/register_form.html", **_form(kind, _offered(FORMS[kind](formdata=None))))


@bp.post("/")
def create(kind: str) -> ResponseReturnValue:
    """Keep a new one."""
    chosen = register.kind_of(kind)
    form = _offered(FORMS[kind]())
    if _asks_for_communes(form):
        return page("programme/register_form.html", **_form(kind, form))
    try:
        if not form.validate():
            raise Invalid({})
        row = register.add(chosen, form.values(), by=acting_user())
    except Invalid as wrong:
        return _refused(kind, form, wrong)
    flash(_("%(name)s is in the register.", name=row.name), "good")
    return see_other(url_for(".show", kind=kind, entry_id=row.id))


@bp.get("/<int:entry_id>/")
def show(kind: str, entry_id: int) -> ResponseReturnValue:
    """What came of its classes; small counts are hidden."""
    chosen = register.kind_of(kind)
    row = register.entry(chosen, entry_id)
    workshops = register.workshops_of(chosen, entry_id)
    code = getattr(row, "unit_code", "")
    return page(
        "programme/register_entry.html",
        commune=units.unit(code) if code else None,
        nav="training",
        kind=kind,
        titles=TITLES,
        row=row,
        workshops=workshops,
        results=export.results(workshops),
        plain=PlainForm(formdata=None),
    )


@bp.get("/<int:entry_id>/edit")
def edit(kind: str, entry_id: int) -> ResponseReturnValue:
    """The form as it stands."""
    row = register.entry(register.kind_of(kind), entry_id)
    code = getattr(row, "unit_code", "")
    place = {"province": units.unit(code).province_code, "commune": code} if code else {}
    form = _offered(FORMS[kind](formdata=None, obj=row, **place))
    return page("programme/register_form.html", **_form(kind, form, row))


@bp.post("/<int:entry_id>/")
def save(kind: str, entry_id: int) -> ResponseReturnValue:
    """Save the form."""
    chosen = register.kind_of(kind)
    row = register.entry(chosen, entry_id)
    form = _offered(FORMS[kind]())
    if _asks_for_communes(form):
        return page("programme/register_form.html", **_form(kind, form, row))
    try:
        if not form.validate():
            raise Invalid({})
        revision = whole_number(form.revision.data) or 0
        register.edit(chosen, row, form.values(), revision=revision, by=acting_user())
    except register.EntryChanged as changed:
        form.form_errors.append(str(changed.message))
        form.revision.data = str(row.revision)
        return page("programme/register_form.html", **_form(kind, form, row)), 409
    except Invalid as wrong:
        return _refused(kind, form, wrong, row)
    flash(_("Saved."), "good")
    return see_other(url_for(".show", kind=kind, entry_id=entry_id))


@bp.post("/<int:entry_id>/deletion")
def delete(kind: str, entry_id: int) -> ResponseReturnValue:
    """Take it out, while no class names it."""
    chosen = register.kind_of(kind)
    row = register.entry(chosen, entry_id)
    register.delete(chosen, row, by=acting_user())
    flash(_("%(name)s is out of the register.", name=row.name), "good")
    return see_other(url_for(".index", kind=kind))


@bp.get("/<int:entry_id>/results.csv")
def as_csv(kind: str, entry_id: int) -> ResponseReturnValue:
    """The results of its classes, small counts hidden."""
    chosen = register.kind_of(kind)
    row = register.entry(chosen, entry_id)
    data = export.programme_csv(register.workshops_of(chosen, entry_id))
    return download(data, CSV_TYPE, f"{slugify(row.name) or kind}.csv")


@bp.get("/<int:entry_id>/results.xlsx")
def as_workbook(kind: str, entry_id: int) -> ResponseReturnValue:
    """The same as a workbook with definitions."""
    chosen = register.kind_of(kind)
    row = register.entry(chosen, entry_id)
    data = export.programme_workbook(register.workshops_of(chosen, entry_id))
    return download(data, XLSX_TYPE, f"{slugify(row.name) or kind}.xlsx")


def _offered(form: DonorForm) -> DonorForm:
    if isinstance(form, VenueForm):
        form.offer()
    return form


def _asks_for_communes(form: DonorForm) -> bool:
    return isinstance(form, VenueForm) and "load_communes" in request.form and not form.commune.data


def _form(kind: str, form: DonorForm, row: Entry | None = None) -> dict[str, Any]:
    return {"nav": "training", "kind": kind, "titles": TITLES, "new": NEW, "form": form, "row": row}


def _refused(kind: str, form: DonorForm, wrong: Invalid, row: Entry | None = None) -> ResponseReturnValue:
    named = {"commune" if name == "unit_code" else name: said for name, said in wrong.errors.items()}
    form.add_errors(named)
    return invalid("programme/register_form.html", **_form(kind, form, row))
