"""MoMo's result codes: what each makes of a payment, and its words for shopper and owner."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import EventKind, Reason

PAID = 0
AUTHORIZED = 9000
BUSY = frozenset({1000, 7000, 7002, 8000})
"""Still waiting for the payer or in work."""
MAINTENANCE = 10
DUPLICATE_REQUEST = 40
DUPLICATE_ORDER = 41
NOT_FOUND = 42
CONFLICT = 43
UNKNOWN_ERROR = 99
OUT_OF_RANGE = "22"
VOIDED = 1003
OF_THE_CALL = frozenset({MAINTENANCE, 11, 12, 13, 20, 21, 22, 40, 41, 42, 43, 45, 47})
"""Said of the call itself: they end no payment."""
OPEN = BUSY | {MAINTENANCE, CONFLICT, UNKNOWN_ERROR}
"""Answers to a command after which we do not know what happened, or should simply ask again."""

_ENDS = {
    PAID: EventKind.CHARGED,
    AUTHORIZED: EventKind.AUTHORIZED,
    1005: EventKind.EXPIRED,
    1003: EventKind.CANCELLED,
    1006: EventKind.CANCELLED,
    1017: EventKind.CANCELLED,
}
_FAILED = frozenset(
    {98, UNKNOWN_ERROR, 1001, 1002, 1004, 1007, 1026, 1080, 1081, 1088, 2019, 4001, 4002, 4100}
)
KNOWN = frozenset(_ENDS) | _FAILED | BUSY | OF_THE_CALL


def kind_of(code: int) -> EventKind:
    """What a result code makes of a payment; INFO for those that leave it open, and for unknown ones."""
    return EventKind.FAILED if code in _FAILED else _ENDS.get(code, EventKind.INFO)


_LATER = lazy_gettext("MoMo cannot take payments right now. Please try again later or pay another way.")
_SETUP = lazy_gettext("The shop's MoMo connection has a problem. Please pay another way and tell the shop.")
_AGAIN = lazy_gettext("MoMo did not accept this payment. Please start again or pay another way.")
_WAITING = lazy_gettext("MoMo is still working on this payment. Please wait a little.")
_ACCOUNT = lazy_gettext("MoMo cannot use your account for this payment. Open the MoMo app to see why.")
_REPEATED = lazy_gettext("The same request reached MoMo twice. Nothing was taken twice.")
_REFUND_SHOPPER = lazy_gettext("MoMo did not refund this payment. The shop will contact you.")

REASONS: Mapping[str, Reason] = {
    "10": Reason(_LATER, lazy_gettext("MoMo is under maintenance. Offer other ways until it is back.")),
    "11": Reason(_SETUP, lazy_gettext("MoMo denied access. Check partner code and keys in MoMo's portal.")),
    "12": Reason(_SETUP, lazy_gettext("MoMo no longer supports this version of its interface.")),
    "13": Reason(_SETUP, lazy_gettext("MoMo does not know these keys. Enter them again.")),
    "20": Reason(_AGAIN, lazy_gettext("MoMo could not read the request.")),
    "21": Reason(_AGAIN, lazy_gettext("MoMo does not accept this amount.")),
    "22": Reason(
        lazy_gettext("This amount is outside what MoMo allows for this way of paying. Choose another one."),
        lazy_gettext("The amount is below or above MoMo's limit for this way of paying."),
    ),
    "40": Reason(_AGAIN, _REPEATED),
    "41": Reason(_AGAIN, lazy_gettext("MoMo already knows this order number from another request.")),
    "42": Reason(_AGAIN, lazy_gettext("MoMo does not know this order.")),
    "43": Reason(_WAITING, lazy_gettext("MoMo is busy with another request for the same payment.")),
    "45": Reason(_AGAIN, lazy_gettext("Two items of the order have the same number at MoMo.")),
    "47": Reason(_AGAIN, lazy_gettext("MoMo found invalid data in the request.")),
    "98": Reason(_AGAIN, lazy_gettext("MoMo could not make the QR code.")),
    "99": Reason(_AGAIN, lazy_gettext("MoMo reports an error it does not explain.")),
    "1000": Reason(_WAITING, lazy_gettext("MoMo waits for the shopper to confirm.")),
    "7000": Reason(_WAITING, lazy_gettext("MoMo is working on it.")),
    "7002": Reason(_WAITING, lazy_gettext("The shopper's bank is working on it.")),
    "8000": Reason(
        lazy_gettext("Please confirm the payment once more in the MoMo app."),
        lazy_gettext("The shopper has to confirm once more in the MoMo app."),
    ),
    "1001": Reason(
        lazy_gettext("There is not enough money in the account. Top it up or pay another way."),
        lazy_gettext("The shopper's account had not enough money."),
    ),
    "1002": Reason(
        lazy_gettext("The bank behind your card or account refused. Please use another one."),
        lazy_gettext("The bank that issued the card or account refused."),
    ),
    "1003": Reason(
        lazy_gettext("The held money was released. Nothing was taken."),
        lazy_gettext("The payment was cancelled after the money had been held."),
    ),
    "1004": Reason(
        lazy_gettext("This goes over your payment limit. Raise it in the MoMo app or pay another way."),
        lazy_gettext("The shopper's daily or monthly limit at MoMo is used up."),
    ),
    "1005": Reason(
        lazy_gettext("The MoMo page was open too long. Please start again."),
        lazy_gettext("The MoMo link or QR code expired before it was paid."),
    ),
    "1006": Reason(
        lazy_gettext("You cancelled the payment in MoMo. Nothing was taken."),
        lazy_gettext("The shopper declined in MoMo."),
    ),
    "1007": Reason(_ACCOUNT, lazy_gettext("The shopper's MoMo account is not active.")),
    "1017": Reason(
        lazy_gettext("The shop cancelled this payment. Nothing was taken."),
        lazy_gettext("The payment was cancelled from the shop's side."),
    ),
    "1026": Reason(
        lazy_gettext("A promotion rule does not allow this payment. Try without the promotion."),
        lazy_gettext("A MoMo promotion rule stopped the payment."),
    ),
    "1080": Reason(_REFUND_SHOPPER, lazy_gettext("MoMo could not refund now. Try again later.")),
    "1081": Reason(
        _REFUND_SHOPPER,
        lazy_gettext("MoMo says this was refunded already, or is more than was paid."),
    ),
    "1088": Reason(
        _REFUND_SHOPPER,
        lazy_gettext("MoMo cannot refund this payment. Give the money back another way."),
    ),
    "2019": Reason(_AGAIN, lazy_gettext("MoMo does not accept the order group.")),
    "4001": Reason(_ACCOUNT, lazy_gettext("The shopper's MoMo account is restricted.")),
    "4002": Reason(
        lazy_gettext("MoMo wants to check your identity first. Open the MoMo app, then try again."),
        lazy_gettext("The shopper has not finished MoMo's identity check."),
    ),
    "4100": Reason(
        lazy_gettext("Signing in to MoMo failed. Please try again."),
        lazy_gettext("The shopper could not sign in to MoMo."),
    ),
}
