"""The menu's form: rows of links; a row may stand under the one before it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, Row
from storefront.domain.catalogue.queries import desk_collections
from storefront.domain.shops.menus import MenuItem
from storefront.domain.shops.pages import pages
from storefront.infra.db import db
from storefront.models.product import Product, ProductState

MOST_PRODUCTS = 200
Groups = dict[str, list[SelectChoice]]


class LinkRow(Row):
    """One link: where it leads is `kind` or `kind:slug`."""

    label = StringField(_l("Words of the link"), validators=[Length(max=60)])
    target = SelectField(_l("Leads to"), choices=[], validate_choice=False)
    address = StringField(_l("Other address"), validators=[Length(max=500)])
    under = BooleanField(_l("Stands under the link before it"))


class MenuForm(BaseForm):
    """One menu."""

    revision = HiddenField()
    items = FieldList(FormField(LinkRow), label=_l("Links"))

    def offer(self) -> None:
        """Fill the choices of every row, its own target among them even if the thing is gone."""
        groups = targets()
        known = {choice.value for choices in groups.values() for choice in choices}
        for entry in self.items.entries:
            own = entry.form.target.data or ""
            gone = (
                {_("No longer there"): [SelectChoice(own, own.partition(":")[2])]}
                if own and own not in known
                else {}
            )
            entry.form.target.choices = {**groups, **gone}


def targets() -> Groups:
    """Everything a link may lead to, in groups."""
    goods = select(Product.slug, Product.name).where(Product.state == ProductState.ACTIVE)
    rows = db.session.execute(goods.order_by(Product.slug).limit(MOST_PRODUCTS))
    found: Groups = {
        _("The shop"): [
            SelectChoice("home", _("Home page")),
            SelectChoice("collections", _("All collections")),
            SelectChoice("contact", _("Contact")),
            SelectChoice("url", _("Another address")),
        ],
        _("Collections"): [
            SelectChoice(f"collection:{each.slug}", each.name) for each, _size in desk_collections()
        ],
        _("Pages"): [SelectChoice(f"page:{each.slug}", each.title) for each in pages()],
        _("Products"): [SelectChoice(f"product:{row.slug}", row.name) for row in rows],
    }
    return {name: choices for name, choices in found.items() if choices}


def rows_of(items: Sequence[MenuItem]) -> list[dict[str, str | bool]]:
    """A menu as rows of its form."""
    rows: list[dict[str, str | bool]] = []
    for item in items:
        rows.append(_row(item, under=False))
        rows.extend(_row(child, under=True) for child in item.children)
    return rows


def items_of(form: MenuForm) -> list[MenuItem]:
    """What the rows say; a row left wholly empty does not count."""
    found: list[MenuItem] = []
    for entry in form.items.entries:
        row = entry.form
        if not row.label.data and not row.address.data:
            continue
        kind, _colon, ref = (row.target.data or "").partition(":")
        item = MenuItem(row.label.data or "", kind, row.address.data or "" if kind == "url" else ref)
        if row.under.data and found:
            parent = found.pop()
            item = MenuItem(parent.label, parent.kind, parent.ref, (*parent.children, item))
        found.append(item)
    return found


def _row(item: MenuItem, *, under: bool) -> dict[str, str | bool]:
    outside = item.kind == "url"
    target = f"{item.kind}:{item.ref}" if item.ref and not outside else item.kind
    return {"label": item.label, "target": target, "address": item.ref if outside else "", "under": under}
