"""VNPAY's codes: what each does to a payment, and how it reads for the shopper and for the owner.

Codes of a payment stand as they come; those of a transaction's status, of a question and of a refund carry a
prefix, because the same digits mean other things there.
"""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import EventKind, Reason, RefundState

PAID = "00"
CANCELLED = "24"
EXPIRED = "11"
SUSPICIOUS = "07"

_TRY_AGAIN = lazy_gettext("The payment did not go through. Please try again or pay another way.")
_ASK_BANK = lazy_gettext("Your bank did not allow this payment. Ask your bank or pay another way.")
_WAIT = lazy_gettext("The payment is being checked. Do not pay again; the shop will tell you the result.")
_LATER = lazy_gettext("The payment service is not available right now. Please try again later.")
_OWN_FAULT = lazy_gettext("This way of paying does not work right now. Please pay another way.")
_NOT_REFUNDED = lazy_gettext("The refund did not go through. The shop will return the money another way.")
_REFUND_WAITS = lazy_gettext("The refund is on its way to your bank.")

_PAYMENT: Mapping[str, Reason] = {
    "07": Reason(
        _WAIT, lazy_gettext("The money was debited but VNPAY finds it suspicious. Ask VNPAY first.")
    ),
    "09": Reason(
        lazy_gettext("This card or account is not registered for online payment at its bank."),
        lazy_gettext("The card or account is not registered for internet banking."),
    ),
    "10": Reason(
        lazy_gettext("The card or account details were wrong more than three times."),
        lazy_gettext("The shopper entered wrong card or account details more than three times."),
    ),
    "11": Reason(
        lazy_gettext("The time to pay was over. Please start again."),
        lazy_gettext("The payment window at VNPAY expired."),
    ),
    "12": Reason(_ASK_BANK, lazy_gettext("The card or account is locked.")),
    "13": Reason(
        lazy_gettext("The one-time code was wrong. Please try again."),
        lazy_gettext("The shopper entered a wrong one-time code (OTP)."),
    ),
    "24": Reason(lazy_gettext("You cancelled the payment."), lazy_gettext("The shopper cancelled at VNPAY.")),
    "51": Reason(
        lazy_gettext("There is not enough money in the account."),
        lazy_gettext("The account has not enough money."),
    ),
    "65": Reason(
        lazy_gettext("The account has reached its limit for today."),
        lazy_gettext("The account is over its daily limit."),
    ),
    "75": Reason(
        lazy_gettext("The bank is under maintenance. Please try later or pay another way."),
        lazy_gettext("The bank is under maintenance."),
    ),
    "79": Reason(
        lazy_gettext("The payment password was wrong too often."),
        lazy_gettext("The shopper entered a wrong payment password too often."),
    ),
    "99": Reason(_TRY_AGAIN, lazy_gettext("VNPAY names no further cause (code 99).")),
}

_STATUS: Mapping[str, Reason] = {
    "status_01": Reason(_WAIT, lazy_gettext("The payment is not complete at VNPAY yet.")),
    "status_02": Reason(_TRY_AGAIN, lazy_gettext("The payment failed at VNPAY.")),
    "status_04": Reason(
        _WAIT, lazy_gettext("The bank debited the shopper, but VNPAY did not succeed. Ask VNPAY first.")
    ),
    "status_05": Reason(_REFUND_WAITS, lazy_gettext("VNPAY is processing the refund.")),
    "status_06": Reason(_REFUND_WAITS, lazy_gettext("VNPAY has sent the refund to the bank.")),
    "status_07": Reason(_WAIT, lazy_gettext("VNPAY suspects fraud. Ask VNPAY before you send anything.")),
    "status_08": Reason(_TRY_AGAIN, lazy_gettext("The payment timed out at VNPAY.")),
    "status_09": Reason(_NOT_REFUNDED, lazy_gettext("VNPAY or the bank rejected the refund.")),
    "status_11": Reason(
        lazy_gettext("You cancelled the payment."), lazy_gettext("The payment was cancelled at VNPAY.")
    ),
}

_QUESTION: Mapping[str, Reason] = {
    "query_02": Reason(_OWN_FAULT, lazy_gettext("VNPAY does not know this terminal code.")),
    "query_03": Reason(_OWN_FAULT, lazy_gettext("VNPAY could not read the question.")),
    "query_08": Reason(_LATER, lazy_gettext("VNPAY is under maintenance.")),
    "query_91": Reason(_WAIT, lazy_gettext("VNPAY does not know this payment.")),
    "query_94": Reason(_WAIT, lazy_gettext("VNPAY took the question for a repeated one.")),
    "query_97": Reason(_OWN_FAULT, lazy_gettext("VNPAY finds the checksum wrong. Check the hash secret.")),
    "query_99": Reason(_LATER, lazy_gettext("VNPAY could not answer (code 99).")),
}

_REFUND: Mapping[str, Reason] = {
    "refund_02": Reason(_NOT_REFUNDED, lazy_gettext("VNPAY does not know this terminal code.")),
    "refund_03": Reason(_NOT_REFUNDED, lazy_gettext("VNPAY could not read the refund.")),
    "refund_08": Reason(_REFUND_WAITS, lazy_gettext("VNPAY is under maintenance.")),
    "refund_16": Reason(_NOT_REFUNDED, lazy_gettext("VNPAY cannot refund this payment now.")),
    "refund_91": Reason(_NOT_REFUNDED, lazy_gettext("VNPAY does not know the payment to refund.")),
    "refund_93": Reason(_NOT_REFUNDED, lazy_gettext("VNPAY finds the amount of the refund wrong.")),
    "refund_94": Reason(_REFUND_WAITS, lazy_gettext("This refund was asked for already.")),
    "refund_95": Reason(
        _NOT_REFUNDED, lazy_gettext("The payment was not successful at VNPAY, so nothing can be refunded.")
    ),
    "refund_97": Reason(
        _NOT_REFUNDED, lazy_gettext("VNPAY finds the checksum wrong. Check the hash secret.")
    ),
    "refund_99": Reason(_REFUND_WAITS, lazy_gettext("VNPAY could not answer (code 99).")),
}

REASONS: Mapping[str, Reason] = {**_PAYMENT, **_STATUS, **_QUESTION, **_REFUND}

_STATUS_KINDS = {
    "00": EventKind.CHARGED,
    "10": EventKind.CHARGED,
    "20": EventKind.CHARGED,
    "02": EventKind.FAILED,
    "08": EventKind.FAILED,
    "11": EventKind.CANCELLED,
    "04": EventKind.INFO,
    "07": EventKind.INFO,
}
_REFUND_STATES = {"00": RefundState.DONE, "02": RefundState.FAILED, "09": RefundState.FAILED}


def told(response: str, status: str) -> tuple[EventKind, str]:
    """What an IPN's two codes mean, with the reason. Paid only when both say so.

    Where they contradict each other money may have moved: INFO with a reason is for a person to look at, INFO
    without one decides nothing.
    """
    kind, reason = of_status(status) or (EventKind.INFO, "")
    if SUSPICIOUS in (response, status) or (response != PAID and kind is EventKind.CHARGED):
        return EventKind.INFO, SUSPICIOUS
    if response == PAID:
        return (EventKind.INFO, "") if kind is EventKind.CHARGED and status != PAID else (kind, reason)
    if kind is EventKind.INFO and reason:
        return kind, reason
    if response in (CANCELLED, EXPIRED):
        return (EventKind.CANCELLED if response == CANCELLED else EventKind.EXPIRED), response
    return EventKind.FAILED, response if response in _PAYMENT else "99"


def of_status(status: str) -> tuple[EventKind, str] | None:
    """What a payment's status alone means, with the reason; None while it decides nothing."""
    kind = _STATUS_KINDS.get(status)
    if kind is None:
        return None
    if kind is EventKind.CHARGED:
        return kind, ""
    return kind, SUSPICIOUS if status == SUSPICIOUS else f"status_{status}"


def refund_state(status: str) -> RefundState:
    """How far a refund is by its transaction's status; what is not known to have ended is pending."""
    return _REFUND_STATES.get(status, RefundState.PENDING)
