"""Every cause of the month's match in words, the next button of each, and the names of the balances."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.domain.reconciliation import words_bank, words_courier, words_gateway
from storefront.domain.reconciliation.values import Balance
from storefront.domain.reconciliation.wording import CauseWords
from storefront.infra.errors import Sentence

CAUSES: dict[str, CauseWords] = {**words_gateway.WORDS, **words_bank.WORDS, **words_courier.WORDS}

ACTIONS: dict[str, Sentence] = {
    "ask_gateway": lazy_gettext("Ask the gateway"),
    "ask_courier": lazy_gettext("Ask the courier"),
    "ask_bank": lazy_gettext("Ask the bank"),
    "ask_customer": lazy_gettext("Ask the customer"),
    "give_back": lazy_gettext("Give the money back"),
    "mark_received": lazy_gettext("Mark as received"),
    "link_to_order": lazy_gettext("Link to an order"),
    "open_order": lazy_gettext("Open the order"),
    "upload": lazy_gettext("Upload the file"),
    "ignore": lazy_gettext("Set aside with a reason"),
}
"""The next button, by its key; at every finding there is also a way to set it aside with a reason."""

BALANCES: dict[Balance, tuple[Sentence, Sentence, Sentence]] = {
    Balance.RECORDS: (
        lazy_gettext("Money of the orders"),
        lazy_gettext("as the orders show it"),
        lazy_gettext("as it was recorded"),
    ),
    Balance.GATEWAY_CHARGES: (
        lazy_gettext("Payments by card and wallet"),
        lazy_gettext("by your book"),
        lazy_gettext("by the gateways' files"),
    ),
    Balance.GATEWAY_REFUNDS: (
        lazy_gettext("Given back by card and wallet"),
        lazy_gettext("by your book"),
        lazy_gettext("by the gateways' files"),
    ),
    Balance.GATEWAY_NET: (
        lazy_gettext("Gateways: sum less fee"),
        lazy_gettext("reckoned"),
        lazy_gettext("as the files say"),
    ),
    Balance.PAYOUTS: (
        lazy_gettext("Transfers of the gateways"),
        lazy_gettext("owed by their files"),
        lazy_gettext("arrived at the bank"),
    ),
    Balance.TRANSFERS: (
        lazy_gettext("Transfers of customers"),
        lazy_gettext("by your book"),
        lazy_gettext("arrived at the bank"),
    ),
    Balance.TRANSFER_REFUNDS: (
        lazy_gettext("Given back by transfer"),
        lazy_gettext("by your book"),
        lazy_gettext("left the bank"),
    ),
    Balance.COD: (
        lazy_gettext("Cash on delivery"),
        lazy_gettext("by your book"),
        lazy_gettext("by the couriers' files"),
    ),
    Balance.COURIER_NET: (
        lazy_gettext("Couriers: sum less fee"),
        lazy_gettext("reckoned"),
        lazy_gettext("as the files say"),
    ),
    Balance.REMITTANCES: (
        lazy_gettext("Transfers of the couriers"),
        lazy_gettext("owed by their files"),
        lazy_gettext("arrived at the bank"),
    ),
    Balance.ACCOUNT: (
        lazy_gettext("Balance of the accounts"),
        lazy_gettext("first balance and movements"),
        lazy_gettext("last balance"),
    ),
}
"""Each pair of sums: its name, what the first is and what the second."""
