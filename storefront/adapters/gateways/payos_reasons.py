"""payOS's codes and states in words for the shopper and for the owner."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import Reason

_TRY_ANOTHER = lazy_gettext("This way of paying does not work just now. Please choose another one.")
_NOT_PAID = lazy_gettext("Nothing was paid. You can try again.")

REASONS: Mapping[str, Reason] = {
    "CANCELLED": Reason(
        lazy_gettext("The payment was cancelled. You can try again."),
        lazy_gettext("The customer or the shop cancelled the payment link."),
    ),
    "EXPIRED": Reason(
        lazy_gettext("The time to pay was over. You can try again."),
        lazy_gettext("The payment link ran out before anybody paid."),
    ),
    "FAILED": Reason(_NOT_PAID, lazy_gettext("payOS reports that the payment failed.")),
    "01": Reason(_TRY_ANOTHER, lazy_gettext("payOS did not accept what it was sent (code 01).")),
    "20": Reason(_TRY_ANOTHER, lazy_gettext("payOS did not accept what it was sent (code 20).")),
    "101": Reason(_NOT_PAID, lazy_gettext("payOS does not know this payment link.")),
    "201": Reason(_TRY_ANOTHER, lazy_gettext("The signature did not fit. Check the checksum key.")),
    "214": Reason(
        _TRY_ANOTHER, lazy_gettext("The payment channel does not exist or is paused. Look at it at payOS.")
    ),
    "231": Reason(
        _TRY_ANOTHER, lazy_gettext("payOS has a link with this number for another amount. Start a new one.")
    ),
    "401": Reason(_TRY_ANOTHER, lazy_gettext("payOS does not know the keys. Check Client ID and API key.")),
    "403": Reason(_TRY_ANOTHER, lazy_gettext("payOS does not allow this with these keys.")),
    "mode": Reason(_TRY_ANOTHER, lazy_gettext("Practice money for a real order, or the other way round.")),
}
