"""Forms of the page editor."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, optional, required


class PageForm(BaseForm):
    """Everything an owner says about a page; `effective_from` is asked of policies only."""

    revision = HiddenField()
    title = StringField(_l("Title"), validators=[required(), Length(max=160)])
    body = TextAreaField(_l("Words"), validators=[Length(max=100_000)])
    published = BooleanField(_l("Shoppers see it"), default=True)
    effective_from = DateField(_l("In force from"), validators=[optional()])
    slug = StringField(_l("Address of the page"), validators=[Length(max=80)])
    seo_description = TextAreaField(_l("Sentence in search results"), validators=[Length(max=320)])


class PressForm(BaseForm):
    """A button."""
