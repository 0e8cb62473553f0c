"""What the month's match finds, in words: rows of couriers' remittance files and of the shop's own book."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.domain.reconciliation.wording import CauseWords

WORDS: dict[str, CauseWords] = {
    "courier_not_remitted": CauseWords(
        lazy_gettext("Delivered, but the courier has not handed the money over"),
        lazy_gettext("Ask the courier about this parcel, with its number."),
        "ask_courier",
    ),
    "courier_line_doubled": CauseWords(
        lazy_gettext("One parcel stands twice in the courier's file"),
        lazy_gettext("Ask the courier to correct its file; count it once."),
        "ask_courier",
    ),
    "courier_amount_transposed": CauseWords(
        lazy_gettext("Two digits changed places in the courier's sum"),
        lazy_gettext("Ask the courier about this parcel, with its number."),
        "ask_courier",
    ),
    "courier_amount_differs": CauseWords(
        lazy_gettext("The courier collected another sum than the order's"),
        lazy_gettext("Ask the courier about this parcel, with its number."),
        "ask_courier",
    ),
    "courier_sign_wrong": CauseWords(
        lazy_gettext("Collected money stands with a minus sign"),
        lazy_gettext("Ask the courier about this parcel, with its number."),
        "ask_courier",
    ),
    "courier_currency_differs": CauseWords(
        lazy_gettext("The courier's file names another currency"),
        lazy_gettext("Your shop is paid in dong. Ask for a corrected file."),
        "ask_courier",
    ),
    "courier_fee_doubled": CauseWords(
        lazy_gettext("The courier took its fee twice"),
        lazy_gettext("Compare with your contract and ask for the difference."),
        "ask_courier",
    ),
    "courier_fee_missing": CauseWords(
        lazy_gettext("The courier took no fee"),
        lazy_gettext("It may be taken later. Note it, or ask the courier."),
        "ask_courier",
    ),
    "courier_fee_differs": CauseWords(
        lazy_gettext("The courier's fee is not the usual one"),
        lazy_gettext("Compare with your price list; a parcel may have been weighed again."),
        "ask_courier",
    ),
    "courier_net_differs": CauseWords(
        lazy_gettext("Sum less fee is not what the courier hands over"),
        lazy_gettext("The row does not add up. Ask the courier to explain it."),
        "ask_courier",
    ),
    "courier_date_shifted": CauseWords(
        lazy_gettext("Counted by the courier in another month"),
        lazy_gettext("Nothing is lost: it stands on the other side of the month's end."),
        "ignore",
    ),
    "courier_unrecorded": CauseWords(
        lazy_gettext("Handed over by the courier, but the order does not say so"),
        lazy_gettext("Mark it as received at the order."),
        "mark_received",
    ),
    "courier_record_differs": CauseWords(
        lazy_gettext("Another sum is recorded than the courier had to collect"),
        lazy_gettext("Correct the record at the order."),
        "open_order",
    ),
    "courier_parcel_unknown": CauseWords(
        lazy_gettext("A parcel in the courier's file that we do not know"),
        lazy_gettext("No parcel of yours has this number. Ask the courier whose it is."),
        "ask_courier",
    ),
    "courier_returned_remitted": CauseWords(
        lazy_gettext("Money for goods that came back"),
        lazy_gettext("The courier may take it back. Ask before you use it."),
        "ask_courier",
    ),
    "courier_undelivered_remitted": CauseWords(
        lazy_gettext("Money for goods that are not delivered by our book"),
        lazy_gettext("If the customer has the goods, mark the parcel as delivered."),
        "ask_courier",
    ),
    "order_paid_without_record": CauseWords(
        lazy_gettext("The order says paid, but there is no record of the money"),
        lazy_gettext("Find out who took the money, and record it."),
        "open_order",
    ),
    "order_record_not_counted": CauseWords(
        lazy_gettext("Money was recorded that the order does not show"),
        lazy_gettext("Open the order and check its payments."),
        "open_order",
    ),
    "order_marked_paid_twice": CauseWords(
        lazy_gettext("The same money was recorded twice by hand"),
        lazy_gettext("Take one of the two records out."),
        "open_order",
    ),
    "order_refunded_too_much": CauseWords(
        lazy_gettext("More was given back than was paid"),
        lazy_gettext("Check the refunds of this order."),
        "open_order",
    ),
    "order_paid_after_cancel": CauseWords(
        lazy_gettext("Paid after the order was called off"),
        lazy_gettext("Give it back, or agree on a new order with the customer."),
        "give_back",
    ),
}
