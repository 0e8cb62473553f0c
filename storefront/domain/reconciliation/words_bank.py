"""What the month's match finds, in words: the bank: transfers, payouts and balances."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.domain.reconciliation.wording import CauseWords

WORDS: dict[str, CauseWords] = {
    "gateway_payout_missing": CauseWords(
        lazy_gettext("A transfer of the gateway did not arrive"),
        lazy_gettext("The time to pay is over. Ask with the settlement's number."),
        "ask_gateway",
    ),
    "gateway_payout_late": CauseWords(
        lazy_gettext("A transfer of the gateway came late"),
        lazy_gettext("The sum is right. Remind them of the agreed days."),
        "ask_gateway",
    ),
    "gateway_payout_short": CauseWords(
        lazy_gettext("A transfer of the gateway is too small"),
        lazy_gettext("No row of the file explains the difference. Ask for it."),
        "ask_gateway",
    ),
    "gateway_payout_over": CauseWords(
        lazy_gettext("A transfer of the gateway is too large"),
        lazy_gettext("They may take it back. Ask what the surplus is."),
        "ask_gateway",
    ),
    "gateway_payout_merged": CauseWords(
        lazy_gettext("Two settlements of the gateway in one transfer"),
        lazy_gettext("The sums are right together. Nothing is missing."),
        "ignore",
    ),
    "gateway_payout_split": CauseWords(
        lazy_gettext("One settlement of the gateway in several transfers"),
        lazy_gettext("The sums are right together. Nothing is missing."),
        "ignore",
    ),
    "courier_payout_missing": CauseWords(
        lazy_gettext("A transfer of the courier did not arrive"),
        lazy_gettext("The time to pay is over. Ask with the settlement's number."),
        "ask_courier",
    ),
    "courier_payout_late": CauseWords(
        lazy_gettext("A transfer of the courier came late"),
        lazy_gettext("The sum is right. Remind them of the agreed days."),
        "ask_courier",
    ),
    "courier_payout_short": CauseWords(
        lazy_gettext("A transfer of the courier is too small"),
        lazy_gettext("No row of the file explains the difference. Ask for it."),
        "ask_courier",
    ),
    "courier_payout_over": CauseWords(
        lazy_gettext("A transfer of the courier is too large"),
        lazy_gettext("They may take it back. Ask what the surplus is."),
        "ask_courier",
    ),
    "courier_payout_merged": CauseWords(
        lazy_gettext("Two settlements of the courier in one transfer"),
        lazy_gettext("The sums are right together. Nothing is missing."),
        "ignore",
    ),
    "courier_payout_split": CauseWords(
        lazy_gettext("One settlement of the courier in several transfers"),
        lazy_gettext("The sums are right together. Nothing is missing."),
        "ignore",
    ),
    "transfer_missing": CauseWords(
        lazy_gettext("Recorded as received, but the bank has no such transfer"),
        lazy_gettext("Look for the transfer in your bank's app; ask the bank if it is not there."),
        "ask_bank",
    ),
    "transfer_line_lost": CauseWords(
        lazy_gettext("A transfer is missing from the statement, its balance is there"),
        lazy_gettext("The balances prove that the money came. Download the statement again."),
        "upload",
    ),
    "transfer_amount_transposed": CauseWords(
        lazy_gettext("Two digits changed places between bank and order"),
        lazy_gettext("The bank's sum counts. Correct the record, or ask the customer for the rest."),
        "open_order",
    ),
    "transfer_amount_differs": CauseWords(
        lazy_gettext("Another sum arrived than was recorded"),
        lazy_gettext("The bank's sum counts. Ask for the rest, or give the surplus back."),
        "open_order",
    ),
    "transfer_bank_fee": CauseWords(
        lazy_gettext("A bank took its fee out of the transfer"),
        lazy_gettext("Book the difference as a fee, or ask the customer for it."),
        "ignore",
    ),
    "transfer_unrecorded": CauseWords(
        lazy_gettext("Money for an order that does not say so"),
        lazy_gettext("Mark it as received at the order."),
        "mark_received",
    ),
    "transfer_after_cancel": CauseWords(
        lazy_gettext("Money for a cancelled order"),
        lazy_gettext("Give it back, or agree on a new order with the customer."),
        "give_back",
    ),
    "transfer_paid_twice": CauseWords(
        lazy_gettext("The same order was transferred twice"),
        lazy_gettext("Give one of the two back."),
        "give_back",
    ),
    "transfer_split": CauseWords(
        lazy_gettext("One order in two transfers"),
        lazy_gettext("Together they are right. See that both are recorded at the order."),
        "mark_received",
    ),
    "transfer_two_orders": CauseWords(
        lazy_gettext("One transfer for two orders"),
        lazy_gettext("Share it between the orders that its message names."),
        "link_to_order",
    ),
    "transfer_memo_mangled": CauseWords(
        lazy_gettext("The message lost its code; sum and day fit one order"),
        lazy_gettext("Link it to this order if the sender fits."),
        "link_to_order",
    ),
    "transfer_old_account": CauseWords(
        lazy_gettext("Paid to an old account"),
        lazy_gettext("Move the money, and tell the customer the new account."),
        "open_order",
    ),
    "transfer_unknown": CauseWords(
        lazy_gettext("Money without an order"),
        lazy_gettext("Link it to an order, or set it aside with a reason."),
        "link_to_order",
    ),
    "transfer_reversed": CauseWords(
        lazy_gettext("The bank took a transfer back"),
        lazy_gettext("Ask the bank why, and the customer for the money before you send."),
        "ask_bank",
    ),
    "transfer_sign_wrong": CauseWords(
        lazy_gettext("A transfer stands with a minus sign"),
        lazy_gettext("Compare with your bank's app; download the statement again."),
        "ask_bank",
    ),
    "transfer_date_shifted": CauseWords(
        lazy_gettext("Booked by the bank in another month"),
        lazy_gettext("Nothing is lost: it stands on the other side of the month's end."),
        "ignore",
    ),
    "transfer_refund_missing": CauseWords(
        lazy_gettext("A refund is marked as sent, and the bank has no such transfer"),
        lazy_gettext("Send it, or enter the right reference at the order."),
        "open_order",
    ),
    "transfer_refund_twice": CauseWords(
        lazy_gettext("A refund was transferred twice"),
        lazy_gettext("Ask the customer to send one back."),
        "ask_customer",
    ),
    "transfer_refund_differs": CauseWords(
        lazy_gettext("Another sum was transferred back than was promised"),
        lazy_gettext("Send the rest, or ask for the surplus."),
        "open_order",
    ),
    "bank_line_doubled": CauseWords(
        lazy_gettext("A row stands twice in the statement"),
        lazy_gettext("It was counted once. Download the statement again to be sure."),
        "upload",
    ),
    "bank_balance_jump": CauseWords(
        lazy_gettext("A balance does not follow from the one before"),
        lazy_gettext("A row is missing or a balance is wrong. Download the statement again."),
        "ask_bank",
    ),
    "bank_opening_gap": CauseWords(
        lazy_gettext("The statement does not begin where the last one ended"),
        lazy_gettext("Days are missing between the two files. Upload them."),
        "upload",
    ),
    "bank_currency_differs": CauseWords(
        lazy_gettext("A movement in another currency"),
        lazy_gettext("Your shop is paid in dong. Ask the bank what it is."),
        "ask_bank",
    ),
    "statement_repeated": CauseWords(
        lazy_gettext("A file that tells nothing new"),
        lazy_gettext("All its rows were in another file. Nothing was counted twice."),
        "ignore",
    ),
}
