"""A learner's practice shop becomes a real one: what comes along, the wait, and the way to the new shop."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import BooleanField

from storefront.blueprints.classroom.door import need_learner
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.transfer.rules import Part
from storefront.domain.workshops import graduation
from storefront.domain.workshops.cleaning import archive
from storefront.domain.workshops.graduation import Standing
from storefront.infra.db import db
from storefront.infra.errors import Conflict, Invalid
from storefront.models.shop import Shop

bp = Blueprint("graduation", __name__, url_prefix="/class/<int:workshop_id>/graduation")
PAGE, PART = "classroom/graduation.html", "classroom/_graduation.html"


class PartsForm(BaseForm):
    """What comes along; each field is a part's name."""

    goods = BooleanField(lazy_gettext("Goods: products, prices, pictures and collections"), default=True)
    look = BooleanField(lazy_gettext("Look: theme, colours, logo and cover picture"), default=True)
    pages = BooleanField(lazy_gettext("Pages you wrote yourself, slogan and story"), default=True)

    def parts(self) -> list[Part]:
        """The parts that are ticked."""
        return [part for part in (Part.GOODS, Part.LOOK, Part.PAGES) if self[part.value].data]


@bp.get("/")
@need_learner
def show() -> ResponseReturnValue:
    """The form, the wait, or the way on; while the job runs the page asks for its part again by itself."""
    return page(PART if "part" in request.args else PAGE, **_things(PartsForm(formdata=None)))


@bp.post("/")
@need_learner
def create() -> ResponseReturnValue:
    """Leave the job; asked twice it is one."""
    form = PartsForm()
    try:
        if not form.validate():
            raise Invalid({})
        graduation.ask(g.learner, form.parts())
    except Invalid as wrong:
        form.form_errors += [str(sentence) for told in wrong.errors.values() for sentence in told]
        return invalid(PAGE, **_things(form))
    except Conflict as error:
        form.form_errors.append(str(error.message))
        return page(PAGE, **_things(form)), 409
    return see_other(url_for(".show", workshop_id=g.workshop.id))


def _things(form: PartsForm) -> dict[str, Any]:
    where = graduation.standing(g.learner)
    if g.learner.shop_id is None and where is not Standing.DONE:
        raise graduation.NoPracticeShop
    made = db.session.get(Shop, g.learner.graduated_shop_id) if where is Standing.DONE else None
    return {
        "nav": "class",
        "form": form,
        "standing": where.value,
        "reachable": graduation.can_be_reached(g.learner),
        "kept_until": archive.kept_until(g.workshop),
        "made": made,
        "desk": f"{request.script_root}/admin/{made.slug}/" if made else "",
    }
