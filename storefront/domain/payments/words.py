"""Reviews and refunds in words: what happened, and what a person may do about it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.infra.errors import Sentence
from storefront.models.payment import RefundState


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """A cause as a headline, one sentence of advice, and the names of the buttons that settle it.

    The desk knows what each name does; the link to the order and "I have looked at it" always stand there.
    """

    title: Sentence
    advice: Sentence
    actions: tuple[str, ...] = ()


REVIEWS: dict[str, ReviewWords] = {
    "paid_late": ReviewWords(
        lazy_gettext("Paid late, and the goods are gone"),
        lazy_gettext("The money came after the goods were sold to others. Restock, or give the money back."),
        ("give_back",),
    ),
    "paid_after_cancel": ReviewWords(
        lazy_gettext("Paid after the order was cancelled"),
        lazy_gettext("Give the money back, or agree on a new order with the customer."),
        ("give_back",),
    ),
    "paid_short": ReviewWords(
        lazy_gettext("Too little was paid"),
        lazy_gettext("Ask the customer for the rest before you send. The order page shows what is owed."),
        ("ask_for_rest",),
    ),
    "paid_over": ReviewWords(
        lazy_gettext("Too much was paid"),
        lazy_gettext("Give the surplus back, or agree with the customer what it is for."),
        ("give_back",),
    ),
    "paid_twice": ReviewWords(
        lazy_gettext("Paid twice"),
        lazy_gettext("One of the two payments should be given back."),
        ("give_back",),
    ),
    "two_amounts": ReviewWords(
        lazy_gettext("One bank reference, two amounts"),
        lazy_gettext("Neither was counted. Check your account and record what really came."),
    ),
    "wrong_mode": ReviewWords(
        lazy_gettext("Practice money for a real order, or the other way round"),
        lazy_gettext("It was not counted. Check the settings of this way of paying."),
        ("settings",),
    ),
    "unknown_payment": ReviewWords(
        lazy_gettext("Money without an order"),
        lazy_gettext("No order of yours has this code. Find the order by amount and time, or give it back."),
        ("find_order",),
    ),
    "wrong_code": ReviewWords(
        lazy_gettext("A transfer with a wrong code"),
        lazy_gettext("The message holds a code that none of your orders has. Find the order by the sum."),
        ("match_line",),
    ),
    "two_codes": ReviewWords(
        lazy_gettext("A transfer with two codes"),
        lazy_gettext("The message holds the codes of two orders. Choose the one that is paid."),
        ("match_line",),
    ),
    "unknown_transfer": ReviewWords(
        lazy_gettext("A transfer without a code"),
        lazy_gettext("Find the order by sum and time, or set the line aside when it is no order's money."),
        ("match_line",),
    ),
    "lost_lines": ReviewWords(
        lazy_gettext("A bank line is missing"),
        lazy_gettext("Your balance rose by more than we were told. Upload the statement of these days."),
        ("upload_statement",),
    ),
    "disputed": ReviewWords(
        lazy_gettext("The payment is disputed"),
        lazy_gettext("The money was taken back by the bank or gateway. Contact the customer."),
    ),
    "suspicious": ReviewWords(
        lazy_gettext("Money may have moved, and the gateway is not sure"),
        lazy_gettext("Do not send the goods yet. Ask the gateway what became of this payment."),
        ("ask_gateway",),
    ),
    "hold_ending": ReviewWords(
        lazy_gettext("Held money goes back soon"),
        lazy_gettext("Take it or let it go on the order's page before the hold ends by itself."),
        ("held",),
    ),
    "refund_by_hand": ReviewWords(
        lazy_gettext("A refund waits for you"),
        lazy_gettext("Send the money from your bank, then mark the refund as sent with the reference."),
        ("refunds",),
    ),
    "refund_failed": ReviewWords(
        lazy_gettext("A refund did not go through"),
        lazy_gettext("The gateway refused it. Give the money back another way."),
        ("refunds",),
    ),
    "count_below_reserved": ReviewWords(
        lazy_gettext("Fewer goods were counted than are held for orders"),
        lazy_gettext("Cancel or postpone some of the orders that hold them; then the count takes effect."),
    ),
}

REFUNDS: dict[RefundState, tuple[Sentence, str]] = {
    RefundState.REQUESTED: (lazy_gettext("to be sent by you"), "warn"),
    RefundState.SENT: (lazy_gettext("under way"), "info"),
    RefundState.DONE: (lazy_gettext("done"), "good"),
    RefundState.FAILED: (lazy_gettext("failed"), "bad"),
}
