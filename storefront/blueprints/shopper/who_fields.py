"""Name, phone and e-mail of somebody who writes to the shop: the same three fields on every such form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from storefront.domain.theming.drops import FieldDrop


def who_fields(value: Callable[[str], str], told: Mapping[str, Sequence[str]]) -> tuple[FieldDrop, ...]:
    """The fields with what was typed, and with what is wrong by name."""
    help_words = _("A phone number or an e-mail, so that the shop can answer.")
    return (
        FieldDrop(
            "name",
            _("Your name"),
            value=value("name"),
            errors=tuple(told.get("name", ())),
            required=True,
            autocomplete="name",
            maxlength=120,
        ),
        FieldDrop(
            "phone",
            _("Phone"),
            "tel",
            value=value("phone"),
            help=help_words,
            errors=tuple(told.get("phone", ())),
            autocomplete="tel",
            inputmode="tel",
        ),
        FieldDrop(
            "email",
            _("Email"),
            "email",
            value=value("email"),
            errors=tuple(told.get("email", ())),
            autocomplete="email",
        ),
    )
