"""Forms of the collection pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from storefront.blueprints.common.forms import BaseForm, required


class CollectionForm(BaseForm):
    """Everything an owner says about a collection."""

    revision = HiddenField()
    asset_id = HiddenField()
    name = StringField(_l("Name of the collection"), validators=[required(), Length(max=120)])
    description = TextAreaField(_l("Description"), validators=[Length(max=20_000)])
    picture = FileField(_l("Picture"))
    drop_picture = BooleanField(_l("Take this picture away"))
    published = BooleanField(_l("Shoppers see it"), default=True)
    slug = StringField(_l("Address of the page"), validators=[Length(max=80)])
    seo_title = StringField(_l("Title in search results"), validators=[Length(max=120)])
    seo_description = TextAreaField(_l("Sentence in search results"), validators=[Length(max=320)])


class PressForm(BaseForm):
    """A button."""
