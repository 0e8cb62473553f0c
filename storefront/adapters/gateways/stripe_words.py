"""Stripe in words: what the owner's assistant says, and each code of a refusal for shopper and owner.

Shoppers are not told why a bank suspects a card; Stripe asks for that. Source: Stripe's lists of decline
codes, error codes, cancellation, refund failure and dispute reasons.
"""

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import Guide, Reason

GUIDE = Guide(
    summary=lazy_gettext("Visa, Mastercard and other foreign cards, typed on Stripe's own page."),
    costs=lazy_gettext(
        "Stripe takes a share of each payment and pays out in another currency; see the price list of the "
        "country your account is in."
    ),
    needs=(
        lazy_gettext("A Stripe account. Stripe opens none for companies in Vietnam, so yours is elsewhere."),
        lazy_gettext("The secret key and the signing secret of a webhook endpoint."),
    ),
    steps=(
        lazy_gettext("In Stripe's dashboard, open Developers, API keys, and copy the secret key."),
        lazy_gettext("Under Webhooks, add an endpoint with the address shown here."),
        lazy_gettext(
            "Choose all events of Checkout, PaymentIntent, Refund and Charge dispute, and charge.refunded."
        ),
        lazy_gettext("Copy the endpoint's signing secret, which begins with whsec_."),
    ),
    addresses=True,
)

_ANOTHER_CARD = lazy_gettext("The bank did not accept this card. Please use another card or way of paying.")
_MISTYPED = lazy_gettext("Something in the card's details is not right. Please check them and try again.")
_LATER = lazy_gettext("The bank could not be reached. Please try again in a few minutes.")
_OUR_SIDE = lazy_gettext("Card payment does not work at the moment. Please choose another way of paying.")
_REFUND = lazy_gettext("The refund did not arrive. The shop will send it another way.")
_CLOSED = lazy_gettext("This payment was closed. No money was taken.")

_BANK = Reason(
    _ANOTHER_CARD, lazy_gettext("The card's bank said no and gave no reason. The buyer may ask the bank.")
)
_SUSPECTED = Reason(
    _ANOTHER_CARD, lazy_gettext("The card was reported lost or stolen, or fraud is suspected. Do not insist.")
)
_TYPED = Reason(_MISTYPED, lazy_gettext("The buyer mistyped the card's number, date or security code."))
_NO_MONEY = Reason(
    lazy_gettext("There is not enough money on this card. Please use another one."),
    lazy_gettext("Not enough money, or the card's limit is reached."),
)
_EXPIRED_CARD = Reason(
    lazy_gettext("This card has expired. Please use another one."), lazy_gettext("The card has expired.")
)
_UNSUPPORTED = Reason(
    _ANOTHER_CARD, lazy_gettext("The card does not allow this kind of purchase or this currency.")
)
_BUSY = Reason(_LATER, lazy_gettext("The bank or Stripe could not process the card just then."))
_UNCONFIRMED = Reason(
    lazy_gettext("Your bank did not confirm that it is you. Please try again and follow its steps."),
    lazy_gettext("The buyer did not pass the bank's confirmation (3-D Secure)."),
)
_KEYS = Reason(
    _OUR_SIDE, lazy_gettext("Stripe did not accept the keys, or they lack a right. Check the settings.")
)
_REQUEST = Reason(_OUR_SIDE, lazy_gettext("Stripe refused the request itself. Staff should look at it."))
_REFUND_FAILED = Reason(
    _REFUND, lazy_gettext("The refund came back to your Stripe balance. Give the money back another way.")
)
_DISPUTE = Reason(
    lazy_gettext("The payment is disputed at the bank."),
    lazy_gettext(
        "The buyer's bank took the money back. Answer with papers in Stripe's dashboard before its deadline."
    ),
)

_GROUPS: tuple[tuple[Reason, str], ...] = (
    (
        _BANK,
        "card_declined generic_decline do_not_honor do_not_try_again call_issuer no_action_taken "
        "approve_with_id revocation_of_authorization revocation_of_all_authorizations security_violation "
        "stop_payment_order not_permitted restricted_card testmode_decline duplicate_transaction "
        "new_account_information_available merchant_blacklist live_mode_test_card",
    ),
    (_SUSPECTED, "fraudulent lost_card stolen_card pickup_card lost_or_stolen_card highest_risk_level"),
    (
        _TYPED,
        "incorrect_number invalid_number incorrect_cvc invalid_cvc incorrect_zip incorrect_address "
        "incorrect_pin invalid_pin invalid_expiry_month invalid_expiry_year invalid_account "
        "offline_pin_required online_or_offline_pin_required pin_try_exceeded",
    ),
    (_NO_MONEY, "insufficient_funds withdrawal_count_limit_exceeded card_velocity_exceeded"),
    (_EXPIRED_CARD, "expired_card"),
    (
        _UNSUPPORTED,
        "card_not_supported currency_not_supported transaction_not_allowed service_not_allowed "
        "invalid_amount",
    ),
    (
        _BUSY,
        "processing_error issuer_not_available try_again_later reenter_transaction rate_limit "
        "lock_timeout async_payment_failed payment_intent_payment_attempt_failed",
    ),
    (
        _UNCONFIRMED,
        "authentication_required payment_intent_authentication_failure authentication_not_handled",
    ),
    (
        _KEYS,
        "api_key_expired platform_api_key_expired secret_key_required invalid_api_key account_invalid "
        "authentication_error permission_error testmode_charges_only account_closed "
        "platform_account_required livemode_mismatch",
    ),
    (
        _REQUEST,
        "invalid_request_error idempotency_error parameter_invalid_integer parameter_missing "
        "parameter_unknown resource_missing payment_intent_unexpected_state url_invalid mode",
    ),
    (
        _REFUND_FAILED,
        "expired_or_canceled_card charge_for_pending_refund_disputed declined unknown merchant_request",
    ),
    (
        _DISPUTE,
        "bank_cannot_process check_returned credit_not_processed customer_initiated "
        "debit_not_authorized duplicate general incorrect_account_details noncompliant "
        "product_not_received product_unacceptable subscription_canceled unrecognized",
    ),
)

REASONS: dict[str, Reason] = {code: reason for reason, codes in _GROUPS for code in codes.split()} | {
    "amount_too_small": Reason(
        lazy_gettext("The amount is too small to be paid by card. Please choose another way of paying."),
        lazy_gettext("Stripe asks for at least about half a US dollar."),
    ),
    "amount_too_large": Reason(
        lazy_gettext("The amount is too large to be paid by card. Please choose another way of paying."),
        lazy_gettext("The amount is above what Stripe takes at once."),
    ),
    "charge_already_refunded": Reason(_REFUND, lazy_gettext("It was given back already, in whole.")),
    "refund_too_large": Reason(_REFUND, lazy_gettext("More than what is left of this payment.")),
    "balance_insufficient": Reason(
        _REFUND, lazy_gettext("Your Stripe balance is too low for this refund. Top it up and try again.")
    ),
    "requested_by_customer": Reason(_CLOSED, lazy_gettext("The held money was let go at the shop's wish.")),
    "abandoned": Reason(_CLOSED, lazy_gettext("The payment was left unfinished and closed.")),
    "automatic": Reason(_CLOSED, lazy_gettext("Stripe closed it: the held money was not taken in time.")),
    "expired": Reason(_CLOSED, lazy_gettext("The time for paying was over.")),
    "refunded": Reason(
        lazy_gettext("Money was given back for this payment."),
        lazy_gettext("Stripe reports money given back."),
    ),
    "dispute_warning": Reason(
        lazy_gettext("The bank asks about this payment."),
        lazy_gettext(
            "The buyer's bank asks about this payment. Answer it in Stripe's dashboard; no money is gone."
        ),
    ),
    "dispute_won": Reason(
        lazy_gettext("The dispute has ended."), lazy_gettext("You won the dispute; the money comes back.")
    ),
    "dispute_lost": Reason(
        lazy_gettext("The dispute has ended."),
        lazy_gettext("The dispute was lost; the money stays with the buyer."),
    ),
    "dispute_warning_closed": Reason(
        lazy_gettext("The dispute has ended."),
        lazy_gettext("The bank's inquiry was closed without a dispute."),
    ),
}
