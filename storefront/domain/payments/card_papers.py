"""The codes of new cards on paper: printed once, cut, and put into an envelope."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from storefront.domain.payments.cards import IssuedCard
from storefront.infra.dates import format_datetime
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.infra.pdf import Document, Table, Text, draw
from storefront.infra.tokens import spaced_card_code


def codes_pdf(shop_name: str, made: Sequence[IssuedCard], *, check_at: str) -> bytes:
    """One row a card; `check_at` is the page where a holder sees what is left."""
    columns = (_("Card code"), _("PIN"), _("Money on the card"), _("For"), _("Good until"))
    words = _("Good at %(shop)s only. See what is left at %(address)s", shop=shop_name, address=check_at)
    return draw(
        Document(
            title=_("Cards of %(shop)s", shop=shop_name),
            blocks=[
                Table(columns, [_row(one) for one in made], widths=(0.34, 0.12, 0.18, 0.18, 0.18)),
                Text(words),
                Text(_("Whoever has the code can pay with the card. Keep this sheet like money."), note=True),
            ],
            footer=shop_name,
            author=shop_name,
            locale=current_locale(),
        )
    )


def _row(one: IssuedCard) -> tuple[str, ...]:
    card, locale = one.card, current_locale()
    return (
        spaced_card_code(one.code),
        one.pin,
        format_money(Money(card.balance, card.currency), locale),
        " ".join(part for part in (card.plate, card.holder) if part),
        format_datetime(card.expires_at, locale) if card.expires_at else "",
    )
