"""Forms whose strings come out clean, whose numbers are whole units, and which keep what was typed."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from decimal import Decimal
from typing import Any, TypeVar

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from storefront.infra import trail
from storefront.infra.clock import VN, to_vn
from storefront.infra.errors import Invalid
from storefront.infra.i18n import current_locale
from storefront.infra.money import parse_money
from storefront.infra.phone import format_phone, parse_phone
from storefront.infra.quantity import ONE, parse_quantity
from storefront.infra.text import clean, clean_multiline

# WTForms' own sentences; listed here so that they are collected and translated with ours.
WTFORMS_WORDS = (
    lazy_gettext("This field is required."),
    lazy_gettext("Not a valid choice."),
    lazy_gettext("Not a valid choice"),
    lazy_gettext("Invalid Choice: could not coerce."),
    lazy_gettext("Not a valid integer value."),
    lazy_gettext("Not a valid date value."),
    lazy_gettext("Not a valid datetime value."),
    lazy_gettext("Invalid email address."),
    lazy_gettext("Invalid input."),
    lazy_gettext("Invalid URL."),
    lazy_gettext("Number must be at least %(min)s."),
    lazy_gettext("Number must be at most %(max)s."),
    lazy_gettext("Number must be between %(min)s and %(max)s."),
    lazy_gettext("Field must be at least %(min)d character long."),
    lazy_gettext("Field cannot be longer than %(max)d character."),
    lazy_gettext("Field must be between %(min)d and %(max)d characters long."),
)
T = TypeVar("T")
_IN_ROW = re.compile(r"(\w+)-(\d+)-(\w+)", re.ASCII)


def choices_of(names: Mapping[Any, Any]) -> list[SelectChoice]:
    """The choices of a list from the names of its values; an enum's member stands for its value."""
    return [SelectChoice(getattr(value, "value", value), name) for value, name in names.items()]


class _Words:
    """Hands WTForms' own messages to our catalogue."""

    @staticmethod
    def gettext(text: str) -> str:
        return _(text)

    @staticmethod
    def ngettext(singular: str, plural: str, number: int) -> str:
        return ngettext(singular, plural, number)


class BaseForm(FlaskForm):
    """A form of the platform's own pages, where a session and so a token exist."""

    class Meta(FlaskForm.Meta):
        """Cleans every string field before its own filters run; passwords stay as typed."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            tidy = _tidy_for(unbound_field.field_class)
            filters = [*([tidy] if tidy else []), *unbound_field.kwargs.get("filters", ())]
            return unbound_field.bind(form=form, **{**options, "filters": filters})

        def get_translations(self, form: Any) -> type[_Words]:
            return _Words

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whether everything typed is good; what is not leaves its code in the trail of a class."""
        good = super().validate(*args, **kwargs)
        if not good:
            trail.note_errors(self._codes(name for name, field in self._fields.items() if field.errors))
        return good

    def _codes(self, names: Iterable[str]) -> list[str]:
        """`ProductForm.price:empty` or `:wrong` for each name."""
        typed = {name for name, field in self._fields.items() if any(getattr(field, "raw_data", None) or ())}
        kind = type(self).__name__
        return [f"{kind}.{name}:{'wrong' if name in typed else 'empty'}" for name in names]

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """Put the domain's sentences beside their fields; an unknown name speaks for the whole form.

        `variants-2-price` goes to its row, or to the form's own `price` where rows have no such field.
        """
        trail.note_errors(self._codes(errors))
        for name, sentences in errors.items():
            place = _IN_ROW.fullmatch(name)
            row = self._row(place[1], int(place[2])) if place else None
            if place and row is not None and place[3] in row:
                row[place[3]].errors = [*row[place[3]].errors, *sentences]
                self[place[1]].errors = [*self[place[1]].errors, {place[3]: sentences}]
                continue
            own = place[3] if place and row is not None else name
            if own in self._fields:
                self._fields[own].errors = [*self._fields[own].errors, *sentences]
            else:
                self.form_errors.extend(sentences)

    def _row(self, name: str, number: int) -> Any:
        entries = getattr(self._fields.get(name), "entries", [])
        return entries[number].form if number < len(entries) else None


class PublicForm(BaseForm):
    """A form on a page that may be cached: no session, no token; the origin check stands guard."""

    class Meta(BaseForm.Meta):
        """Without a token."""

        csrf = False


class Row(BaseForm):
    """One row inside a form; the form around it holds the token."""

    class Meta(BaseForm.Meta):
        """Without a token of its own."""

        csrf = False


class TypedField(StringField):
    """A value people type in several ways: what was typed is shown again, else the value as they write it."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown()

    def shown(self) -> str:
        """The value in the reader's way of writing."""
        return str(self.data)


class MoneyField(TypedField):
    """Whole minor units of VND: "125.000", "125000 ₫", "125k" and "1,5 triệu" are all read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError with what to do when it is not an amount."""
        money = _read(parse_money, valuelist)
        self.data = None if money is None else money.amount

    def shown(self) -> str:
        """`125.000`, without the currency."""
        return format_decimal(self.data, locale=current_locale())


class QuantityField(TypedField):
    """Thousandths of a unit: "1,5" is 1500."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError with what to do when it is not a quantity."""
        self.data = _read(parse_quantity, valuelist)

    def shown(self) -> str:
        """`1,5`, and `1500` without a dot, as it is read back."""
        return format_decimal(Decimal(self.data) / ONE, "0.###", locale=current_locale())


class PhoneField(TypedField):
    """A phone number, kept as +84912345678."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError with what to do when it is not a phone number."""
        self.data = _read(parse_phone, valuelist)

    def shown(self) -> str:
        """`0912 345 678`."""
        return format_phone(self.data)


class VietnamTimeField(DateTimeLocalField):
    """A moment typed on a Vietnamese clock, kept aware and in UTC."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError when it is not a time."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = self.data.replace(tzinfo=VN).astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return to_vn(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class PlaceField(SelectField):
    """The code of a province or commune, checked against the choices the view offers."""

    prompt = lazy_gettext("Choose")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[SelectChoice("", self.prompt)], **kwargs)

    def offer(self, places: Iterable[tuple[str, str]]) -> None:
        """Set the choices: pairs of code and name."""
        named = [SelectChoice(code, name) for code, name in places]
        self.choices = [SelectChoice("", str(self.prompt)), *named]


class ProvinceField(PlaceField):
    """The province, offered with `offer()`."""

    prompt = lazy_gettext("Choose a province")


class CommuneField(PlaceField):
    """The commune; offer those of the province chosen, none before one is."""

    prompt = lazy_gettext("Choose a commune")


class Required(InputRequired):
    """Something was typed. Unlike DataRequired it leaves the parser's own sentence standing."""

    def __call__(self, form: Any, field: Field) -> None:
        typed = field.raw_data[0] if field.raw_data else None
        if isinstance(typed, str) and not typed.strip():
            field.raw_data = []
        super().__call__(form, field)


def required(message: Any = None) -> Required:
    """The field must be filled in; say what is missing when the plain sentence does not tell."""
    return Required(message or lazy_gettext("Please fill this in."))


def optional() -> Optional:
    """The field may stay empty; then no other check runs."""
    return Optional()


def between(low: int, high: int, message: Any) -> Any:
    """A whole number from `low` to `high`, both allowed."""

    def check(form: BaseForm, field: Field) -> None:
        if field.data is not None and not low <= field.data <= high:
            raise ValidationError(message)

    return check


def _read(parse: Callable[[str], T], valuelist: list[str]) -> T | None:
    """What `parse` makes of the text, None for nothing; its refusal becomes the field's own error."""
    typed = valuelist[0].strip() if valuelist else ""
    try:
        return parse(typed) if typed else None
    except Invalid as error:
        raise ValueError(str(error.message)) from error


def _tidy_for(field_class: type[Field]) -> Any:
    if not issubclass(field_class, StringField) or issubclass(field_class, PasswordField | TypedField):
        return None
    tidy = clean_multiline if issubclass(field_class, TextAreaField) else clean
    return lambda text: tidy(text) if isinstance(text, str) else text
