"""ZaloPay's return codes and sub-codes: what each makes of a payment, and its words for people."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import EventKind, Reason

DONE, FAILED, PROCESSING = 1, 2, 3
DUPLICATE = -68
CREDENTIALS = frozenset({-402})
DEFINITE = frozenset({-401, -402})
"""Sub-codes after which a create or a query certainly did nothing."""

ENDS: Mapping[int, EventKind] = {
    -54: EventKind.EXPIRED,
    -329: EventKind.CANCELLED,
} | dict.fromkeys((-32, -33, -34, -35, -43, -88, -135, -301, -322), EventKind.FAILED)
"""How a payment ended that was not paid. Other sub-codes leave it open: it is asked about again."""

RECORDED, RECORDED_BEFORE, BAD_MAC, AGAIN = 1, 2, -1, 0
"""What a callback is answered."""

_LATER = lazy_gettext("ZaloPay cannot take payments right now. Please try again later or pay another way.")
_SETUP = lazy_gettext(
    "The shop's ZaloPay connection has a problem. Please pay another way and tell the shop."
)
_REFUSED = lazy_gettext("ZaloPay did not take this payment. Please try again or pay another way.")
_ENDED = lazy_gettext("ZaloPay ended the payment without money. Its portal shows the details of this code.")

REASONS: Mapping[str, Reason] = {
    "-68": Reason(_REFUSED, lazy_gettext("ZaloPay already knows this payment number.")),
    "-401": Reason(_REFUSED, lazy_gettext("ZaloPay found invalid data in the request.")),
    "-402": Reason(_SETUP, lazy_gettext("ZaloPay does not know this app or its keys. Enter them again.")),
    "-429": Reason(_LATER, lazy_gettext("Too many calls to ZaloPay in a short time.")),
    "-500": Reason(_LATER, lazy_gettext("ZaloPay had an error of its own.")),
    "-999": Reason(_LATER, lazy_gettext("ZaloPay is under maintenance. Offer other ways until it is back.")),
    "-54": Reason(
        lazy_gettext("The time to pay with ZaloPay is over. Please start again."),
        lazy_gettext("The ZaloPay order expired before it was paid."),
    ),
    "-329": Reason(
        lazy_gettext("You cancelled the payment in ZaloPay. Nothing was taken."),
        lazy_gettext("The shopper cancelled in ZaloPay."),
    ),
    "not_paid": Reason(
        _REFUSED, lazy_gettext("ZaloPay knows of no money for this payment, so there is nothing to refund.")
    ),
    "-101": Reason(
        lazy_gettext("ZaloPay is still working on this payment. Please wait a little."),
        lazy_gettext("ZaloPay does not know this payment, or has no result for it yet."),
    ),
} | {str(code): Reason(_REFUSED, _ENDED) for code, kind in ENDS.items() if kind is EventKind.FAILED}
