"""What the month's match finds, in words: rows of gateways' settlement files."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.domain.reconciliation.wording import CauseWords

WORDS: dict[str, CauseWords] = {
    "gateway_charge_missing": CauseWords(
        lazy_gettext("Paid by our book, missing from the gateway's file"),
        lazy_gettext("Ask the gateway what became of it, with the reference above."),
        "ask_gateway",
    ),
    "gateway_line_doubled": CauseWords(
        lazy_gettext("One payment stands twice in the gateway's file"),
        lazy_gettext("Ask the gateway to correct its file; count it once."),
        "ask_gateway",
    ),
    "gateway_amount_transposed": CauseWords(
        lazy_gettext("Two digits changed places in the gateway's sum"),
        lazy_gettext("Ask the gateway which sum is right before you close the month."),
        "ask_gateway",
    ),
    "gateway_amount_differs": CauseWords(
        lazy_gettext("The gateway names another sum than the payment"),
        lazy_gettext("Ask the gateway which sum is right before you close the month."),
        "ask_gateway",
    ),
    "gateway_sign_wrong": CauseWords(
        lazy_gettext("A payment stands with a minus sign"),
        lazy_gettext("Ask whether it is a mistake in the file or money taken back."),
        "ask_gateway",
    ),
    "gateway_currency_differs": CauseWords(
        lazy_gettext("The gateway's file names another currency"),
        lazy_gettext("Your shop is paid in dong. Ask for a corrected file."),
        "ask_gateway",
    ),
    "gateway_fee_doubled": CauseWords(
        lazy_gettext("The gateway took its fee twice"),
        lazy_gettext("Compare with your contract and ask for the difference."),
        "ask_gateway",
    ),
    "gateway_fee_missing": CauseWords(
        lazy_gettext("The gateway took no fee"),
        lazy_gettext("It may be taken later. Note it, or ask the gateway."),
        "ask_gateway",
    ),
    "gateway_fee_differs": CauseWords(
        lazy_gettext("The gateway's fee is not the usual rate"),
        lazy_gettext("Compare with your contract and ask for the difference."),
        "ask_gateway",
    ),
    "gateway_net_differs": CauseWords(
        lazy_gettext("Sum less fee is not what the file pays out"),
        lazy_gettext("The row does not add up. Ask the gateway to explain it."),
        "ask_gateway",
    ),
    "gateway_date_shifted": CauseWords(
        lazy_gettext("Counted by the gateway in another month"),
        lazy_gettext("Nothing is lost: it stands on the other side of the month's end."),
        "ignore",
    ),
    "gateway_charge_unknown": CauseWords(
        lazy_gettext("A payment in the gateway's file that we do not know"),
        lazy_gettext("No payment of yours has this number. Ask the gateway whose it is."),
        "ask_gateway",
    ),
    "gateway_charge_unrecorded": CauseWords(
        lazy_gettext("Paid by the gateway's file, but the order does not say so"),
        lazy_gettext("Check that the money arrived, then mark it as received at the order."),
        "mark_received",
    ),
    "gateway_paid_twice": CauseWords(
        lazy_gettext("The customer was charged twice for one order"),
        lazy_gettext("Give one of the two back."),
        "give_back",
    ),
    "gateway_other_shop": CauseWords(
        lazy_gettext("A row of another shop in your file"),
        lazy_gettext("It bears another shop's code. Do not use the money; tell the gateway."),
        "ask_gateway",
    ),
    "gateway_fee_unknown": CauseWords(
        lazy_gettext("A fee beside the payments"),
        lazy_gettext("Check whether your contract names this fee."),
        "ask_gateway",
    ),
    "gateway_refund_missing": CauseWords(
        lazy_gettext("A refund of ours is not in the gateway's file"),
        lazy_gettext("Ask the gateway whether the customer has the money."),
        "ask_gateway",
    ),
    "gateway_refund_doubled": CauseWords(
        lazy_gettext("One refund stands twice in the gateway's file"),
        lazy_gettext("Ask the gateway to correct its file; count it once."),
        "ask_gateway",
    ),
    "gateway_refund_twice": CauseWords(
        lazy_gettext("The gateway gave the money back twice"),
        lazy_gettext("Ask the gateway to take one back, or agree with the customer."),
        "ask_gateway",
    ),
    "gateway_refund_differs": CauseWords(
        lazy_gettext("Another sum was given back than you asked for"),
        lazy_gettext("Ask the gateway what became of it, with the reference above."),
        "ask_gateway",
    ),
    "gateway_refund_unknown": CauseWords(
        lazy_gettext("Money was given back without a refund of ours"),
        lazy_gettext("Ask who started it; record it at the order if it is right."),
        "open_order",
    ),
    "gateway_refund_unrecorded": CauseWords(
        lazy_gettext("A refund went out, and our book still waits for it"),
        lazy_gettext("Mark the refund as done at the order."),
        "open_order",
    ),
    "gateway_chargeback_unknown": CauseWords(
        lazy_gettext("The card's bank took the money back without notice"),
        lazy_gettext("Answer the dispute in time with proof of delivery."),
        "ask_gateway",
    ),
    "gateway_chargeback_missing": CauseWords(
        lazy_gettext("Money taken back by our book, missing from the gateway's file"),
        lazy_gettext("Ask the gateway what became of it, with the reference above."),
        "ask_gateway",
    ),
}
