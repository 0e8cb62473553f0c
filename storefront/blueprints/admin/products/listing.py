"""The list of products: searched without tone marks, filtered, sorted, and changed many at a time."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.admin.products.faces import lines_of
from storefront.blueprints.admin.products.forms import PressForm, ProductFilterForm
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.paging import Key, asc, desc, paginate
from storefront.blueprints.common.respond import back_or, page
from storefront.domain.catalogue.products import ProductNotReady, archive, restore, set_state
from storefront.domain.catalogue.queries import desk_collections, desk_products
from storefront.domain.onboarding.goods import count_samples
from storefront.infra.db import db
from storefront.infra.events import acting_user
from storefront.infra.text import whole_number
from storefront.models.product import Product, ProductState

bp = Blueprint("listing", __name__)

PER_PAGE = 30
MOST_AT_ONCE = 100
SORTS: dict[str, tuple[Key, ...]] = {
    "": (desc(Product.id),),
    "name": (asc(Product.slug),),
    "price": (asc(Product.from_price), asc(Product.id)),
    "price-down": (desc(Product.from_price), desc(Product.id)),
    "sold": (desc(Product.sold_count), desc(Product.id)),
}
UNDO = {"archive": "restore", "restore": "archive", "publish": "unpublish", "unpublish": "publish"}


@bp.get("/")
@need_permission("products.view")
def index() -> ResponseReturnValue:
    """The shop's products."""
    form = ProductFilterForm(request.args)
    form.collection.choices = [
        SelectChoice("", _("All")),
        *(SelectChoice(str(each.id), each.name) for each, _size in desk_collections()),
    ]
    good = form.validate()
    wanted = desk_products(
        text=form.q.data or "",
        state=ProductState(form.state.data) if good and form.state.data else None,
        collection_id=int(form.collection.data) if good and form.collection.data else None,
        in_stock=form.stock.data == "in" if good and form.stock.data else None,
    )
    keys = SORTS[form.sort.data or ""] if good else SORTS[""]
    found = paginate(db.session, wanted, *keys, cursor=request.args.get("cursor"), limit=PER_PAGE)
    return page(
        "admin/products/index.html",
        nav="products",
        form=form,
        found=found,
        rows=lines_of(list(found.items)),
        filtered=any(request.args.get(name) for name in ("q", "state", "collection", "stock")),
        samples=count_samples(),
        press=PressForm(formdata=None),
    )


@bp.post("/changes")
@need_permission("products.edit")
def create_change() -> ResponseReturnValue:
    """Publish, take back, archive or restore the products ticked."""
    do = request.form.get("do", "")
    if do not in UNDO or not PressForm().validate():
        flash(_("Choose what to do with the products."), "warn")
        return back_or(url_for("admin.products.listing.index"))
    said = " ".join(request.form.getlist("ids")).split()
    ids = [number for number in map(whole_number, said) if number][:MOST_AT_ONCE]
    chosen = list(db.session.scalars(select(Product).where(Product.id.in_(ids)).order_by(Product.id)))
    if not chosen:
        flash(_("Tick at least one product first."), "warn")
        return back_or(url_for("admin.products.listing.index"))
    _tell(do, *_changed(do, chosen))
    return back_or(url_for("admin.products.listing.index"))


def _changed(do: str, chosen: Sequence[Product]) -> tuple[list[Product], list[Product]]:
    """Those that changed, and those that cannot go on sale yet."""
    done, refused = [], []
    for product in chosen:
        before = product.state
        try:
            _change(do, product)
        except ProductNotReady:
            refused.append(product)
        if product.state is not before:
            done.append(product)
    return done, refused


def _change(do: str, product: Product) -> None:
    if do == "archive":
        archive(product, by=acting_user())
    elif do == "restore":
        restore(product, by=acting_user())
    elif product.state is not ProductState.ARCHIVED:
        state = ProductState.ACTIVE if do == "publish" else ProductState.DRAFT
        set_state(product, state, by=acting_user())


def _tell(do: str, done: Sequence[Product], refused: Sequence[Product]) -> None:
    if done:
        words = {
            "archive": _("%(number)s products are archived.", number=len(done)),
            "restore": _("%(number)s products are restored.", number=len(done)),
            "publish": _("%(number)s products are on sale.", number=len(done)),
            "unpublish": _("%(number)s products are drafts again.", number=len(done)),
        }
        undo = page(
            "admin/products/undo.html", text=words[do], do=UNDO[do], done=done, form=PressForm(formdata=None)
        )
        flash(Markup(undo), "good")
    elif not refused:
        flash(_("Nothing had to change."))
    if refused:
        names = ", ".join(product.name for product in refused)
        flash(_("A price above zero is missing: %(names)s", names=names), "warn")
