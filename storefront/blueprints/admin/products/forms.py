"""The product's form: words, pictures, options and the rows of variants."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange

from storefront.blueprints.common.forms import (
    BaseForm,
    MoneyField,
    QuantityField,
    Row,
    VietnamTimeField,
    optional,
    required,
)
from storefront.domain.catalogue.checks import MAX_OPTIONS

TAXES = (
    SelectChoice("none", _l("No VAT shown, or not subject to it")),
    SelectChoice("vat0", _l("VAT 0%")),
    SelectChoice("vat5", _l("VAT 5%")),
    SelectChoice("vat8", _l("VAT 8%")),
    SelectChoice("vat10", _l("VAT 10%")),
)
STARS = (
    SelectChoice("", _l("Not an OCOP product")),
    *(SelectChoice(str(n), _l("%(number)s stars", number=n)) for n in range(3, 6)),
)


class FactRow(Row):
    """One fact: its name in the catalogue's words or the owner's own."""

    name = StringField(_l("Name"), validators=[Length(max=60)])
    words = TextAreaField(_l("Words"), validators=[Length(max=2000)])


class ImageRow(Row):
    """A picture that is here already."""

    asset_id = HiddenField()
    alt = StringField(_l("What the picture shows"), validators=[Length(max=200)])
    drop = BooleanField(_l("Take this picture away"))


class OptionRow(Row):
    """What variants differ in; the values in one line."""

    name = StringField(_l("Option"), validators=[Length(max=60)])
    values = StringField(_l("Values"), validators=[Length(max=1000)])


class VariantRow(Row):
    """One thing that can be bought; `options` holds its option values as JSON."""

    id = HiddenField()
    options = HiddenField()
    price = MoneyField(_l("Price"), validators=[required(_l("Enter a price."))])
    compare_at_price = MoneyField(_l("Price before"), validators=[optional()])
    sku = StringField(_l("SKU"), validators=[Length(max=60)])
    weight_g = IntegerField(_l("Weight in grams"), validators=[optional(), NumberRange(1, 1_000_000)])
    stock = QuantityField(_l("In stock"), validators=[optional()])
    stock_was = HiddenField()
    unit = StringField(_l("Unit"), validators=[Length(max=20)])
    tax_class = SelectField(_l("VAT"), default="", choices=[SelectChoice("", _l("As for all")), *TAXES])


class ProductForm(BaseForm):
    """Everything an owner says about a product."""

    revision = HiddenField()
    name = StringField(_l("Product name"), validators=[required(), Length(max=200)])
    summary = StringField(_l("In one sentence"), validators=[Length(max=300)])
    description = TextAreaField(_l("Description"), validators=[Length(max=50_000)])
    images = FieldList(FormField(ImageRow), label=_l("Pictures"))
    pictures = MultipleFileField(_l("Add pictures"))
    options = FieldList(FormField(OptionRow), label=_l("Options"), min_entries=MAX_OPTIONS)
    variants = FieldList(FormField(VariantRow), label=_l("Prices"), min_entries=1)
    unit = StringField(_l("Unit"), validators=[required(), Length(max=20)])
    step = QuantityField(_l("Sold in steps of"), validators=[required()])
    minimum = QuantityField(_l("Smallest quantity"), validators=[required()])
    maximum = QuantityField(_l("Largest quantity"), validators=[optional()])
    tax_class = SelectField(_l("VAT"), choices=TAXES)
    on_sale_from = VietnamTimeField(_l("Sold from"), validators=[optional()])
    on_sale_until = VietnamTimeField(_l("Sold until"), validators=[optional()])
    stock_tracked = BooleanField(_l("Count the stock"))
    origin = StringField(_l("Origin"), validators=[Length(max=200)])
    net_content = StringField(_l("Net content"), validators=[Length(max=100)])
    maker = StringField(_l("Responsible maker"), validators=[Length(max=200)])
    ocop_stars = SelectField(_l("OCOP stars"), default="", choices=STARS)
    ocop_decision = StringField(_l("OCOP decision number"), validators=[Length(max=100)])
    facts = FieldList(FormField(FactRow), label=_l("Facts"))
    collections = SelectMultipleField(_l("Collections"), coerce=int, choices=[])
    tags = StringField(_l("Tags"), validators=[Length(max=600)])
    slug = StringField(_l("Address of the page"), validators=[Length(max=80)])
    seo_title = StringField(_l("Title in search results"), validators=[Length(max=120)])
    seo_description = TextAreaField(_l("Sentence in search results"), validators=[Length(max=320)])


class ProductFilterForm(BaseForm):
    """The filters above the list; read from the address."""

    class Meta(BaseForm.Meta):
        """An address holds no token."""

        csrf = False

    q = StringField(_l("Name or SKU"))
    state = SelectField(
        _l("State"),
        default="",
        choices=[
            SelectChoice("", _l("All but archived")),
            SelectChoice("active", _l("On sale")),
            SelectChoice("draft", _l("Draft")),
            SelectChoice("archived", _l("Archived")),
        ],
    )
    collection = SelectField(_l("Collection"), default="", choices=[SelectChoice("", _l("All"))])
    stock = SelectField(
        _l("Stock"),
        default="",
        choices=[
            SelectChoice("", _l("All")),
            SelectChoice("in", _l("In stock")),
            SelectChoice("out", _l("Sold out")),
        ],
    )
    sort = SelectField(
        _l("Sort"),
        default="",
        choices=[
            SelectChoice("", _l("Newest first")),
            SelectChoice("name", _l("By name")),
            SelectChoice("price", _l("Cheapest first")),
            SelectChoice("price-down", _l("Dearest first")),
            SelectChoice("sold", _l("Best sold first")),
        ],
    )


class PressForm(BaseForm):
    """A button."""
