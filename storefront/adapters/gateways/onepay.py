"""OnePay: domestic and international cards on OnePay's page, told by a GET to a registered address.

All there is of the gateway stands in this file. Its unconfirmed facts are listed in docs/gateways.md.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import (
    Answer,
    BadSignature,
    Callback,
    Capabilities,
    Channel,
    Charge,
    EventKind,
    FieldType,
    GatewayEvent,
    GatewayRefused,
    GatewaySettings,
    GatewayUnavailable,
    Guide,
    Health,
    Hint,
    Instrument,
    Mode,
    NextStep,
    Outcome,
    PaymentFacts,
    Problem,
    Reason,
    SettingField,
    StepKind,
)
from storefront.adapters.gateways.by_hand import ByHand
from storefront.adapters.gateways.environment import (
    ENVIRONMENT,
    PRACTICE,
    check_environment,
    mode_of,
    practice_api,
    practice_page,
)
from storefront.infra import clock, http
from storefront.infra.errors import Sentence
from storefront.infra.money import Money
from storefront.infra.text import unmarked

TEST_BASE = "https://mtf.onepay.vn"
HASH = "vpc_SecureHash"
DOMESTIC = "domestic_card"
INTERNATIONAL = "international_card"
_PATHS = {DOMESTIC: "onecomm-pay", INTERNATIONAL: "vpcpay"}
_PAGES = {DOMESTIC: "vpc.op", INTERNATIONAL: "vpcpay.op"}
_PAID, _CANCELLED = "0", "99"
_UNDECIDED = frozenset({"", "100", "300", "P"})
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ]+")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){8,64}")

_TRY_AGAIN = lazy_gettext("The payment did not go through. Please try again or pay another way.")
_ASK_BANK = lazy_gettext("Your bank did not allow this payment. Ask your bank or pay another way.")
_CHECK_CARD = lazy_gettext("The card details were not accepted. Check them or pay another way.")
_BANK_SAID_NO = lazy_gettext("The bank or OnePay refused the payment.")
_WRONG_CARD = lazy_gettext("The shopper's card details were wrong.")

REASONS: Mapping[str, Reason] = {
    **{code: Reason(_TRY_AGAIN, _BANK_SAID_NO) for code in "123456789"},
    "10": Reason(_CHECK_CARD, lazy_gettext("The card has expired.")),
    "11": Reason(_ASK_BANK, lazy_gettext("The card is not registered for online payment.")),
    "12": Reason(_CHECK_CARD, _WRONG_CARD),
    "13": Reason(_ASK_BANK, lazy_gettext("The amount is over the card's limit.")),
    "21": Reason(
        lazy_gettext("There is not enough money in the account."),
        lazy_gettext("The account has not enough money."),
    ),
    "22": Reason(_CHECK_CARD, _WRONG_CARD),
    "23": Reason(_ASK_BANK, lazy_gettext("The card or account is locked.")),
    "24": Reason(_CHECK_CARD, _WRONG_CARD),
    "25": Reason(
        lazy_gettext("The one-time code was wrong. Please try again."),
        lazy_gettext("The shopper entered a wrong one-time code (OTP)."),
    ),
    "253": Reason(
        lazy_gettext("The time to pay was over. Please start again."),
        lazy_gettext("The payment page at OnePay timed out."),
    ),
    "99": Reason(
        lazy_gettext("You cancelled the payment."), lazy_gettext("The shopper cancelled at OnePay.")
    ),
    "B": Reason(_ASK_BANK, lazy_gettext("OnePay blocked the payment as a fraud risk.")),
    "F": Reason(_ASK_BANK, lazy_gettext("The card's owner was not confirmed (3-D Secure).")),
    "other": Reason(_TRY_AGAIN, _BANK_SAID_NO),
}


@dataclass(frozen=True, slots=True)
class OnepaySettings(GatewaySettings):
    """One contract for both kinds of card, or a second one for international cards."""

    schema: ClassVar[tuple[SettingField, ...]] = (
        ENVIRONMENT,
        SettingField("merchant", FieldType.TEXT, lazy_gettext("Merchant ID (vpc_Merchant)")),
        SettingField("access_code", FieldType.TEXT, lazy_gettext("Access code")),
        SettingField("hash_secret", FieldType.TEXT, lazy_gettext("Hash code"), secret=True),
        SettingField(
            "international_merchant",
            FieldType.TEXT,
            lazy_gettext("Merchant ID for international cards"),
            lazy_gettext("Only when OnePay gave you a second one for them."),
            required=False,
        ),
        SettingField(
            "international_access_code",
            FieldType.TEXT,
            lazy_gettext("Access code for international cards"),
            required=False,
        ),
        SettingField(
            "international_hash_secret",
            FieldType.TEXT,
            lazy_gettext("Hash code for international cards"),
            secret=True,
            required=False,
        ),
        SettingField("user", FieldType.TEXT, lazy_gettext("User for questions (vpc_User)")),
        SettingField("password", FieldType.TEXT, lazy_gettext("Password for questions"), secret=True),
        SettingField(
            "base_url",
            FieldType.TEXT,
            lazy_gettext("Address of OnePay"),
            lazy_gettext("As in your contract, without a path; leave it empty for the test environment."),
            required=False,
        ),
    )

    environment: str = ""
    merchant: str = ""
    access_code: str = ""
    hash_secret: str = ""
    international_merchant: str = ""
    international_access_code: str = ""
    international_hash_secret: str = ""
    user: str = ""
    password: str = ""
    base_url: str = ""


class Onepay(ByHand):
    """Refunds are made by a person at OnePay: its calls for them are not public."""

    code: ClassVar[str] = "onepay"
    name: ClassVar[Sentence] = "OnePay"
    capabilities: ClassVar[Capabilities] = Capabilities(
        steps=frozenset({StepKind.REDIRECT}),
        channels=(
            Channel(DOMESTIC, Instrument.DOMESTIC_CARD, lazy_gettext("Domestic ATM card or account")),
            Channel(INTERNATIONAL, Instrument.INTERNATIONAL_CARD, lazy_gettext("International card")),
        ),
        maximum=Money(9_999_999_999),
        intermediary=True,
        sandboxed=True,
        signed_link=True,
        notify=True,
        notify_failures=True,
        query=True,
        refund_manual=True,
    )
    settings: ClassVar[type[GatewaySettings]] = OnepaySettings
    guide: ClassVar[Guide] = Guide(
        summary=lazy_gettext("ATM cards and international cards, on OnePay's page."),
        costs=lazy_gettext("A fee for each payment by your contract with OnePay."),
        needs=(lazy_gettext("A business registration and a contract with OnePay."),),
        steps=(
            lazy_gettext("Copy merchant ID, access code and hash code from OnePay's mail."),
            lazy_gettext("Send OnePay the address below as the IPN address of your merchant."),
            lazy_gettext("Pay a small order yourself, then refund it on OnePay's merchant page."),
        ),
        addresses=True,
    )
    reasons: ClassVar[Mapping[str, Reason]] = REASONS

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = OnepaySettings.read(values)

    @property
    def mode(self) -> Mode | None:
        return mode_of(self._settings.environment)

    def check(self) -> list[Problem]:
        mine = self._settings
        problems = check_environment(mine.environment)
        for name in ("merchant", "access_code", "user", "password"):
            if not getattr(mine, name):
                problems.append(Problem(name, lazy_gettext("Copy this from OnePay's mail.")))
        second = bool(mine.international_merchant)
        for name in ("hash_secret", *(["international_hash_secret"] if second else [])):
            if not _HEX.fullmatch(getattr(mine, name)):
                problems.append(
                    Problem(name, lazy_gettext("A hash code has digits and letters A to F only."))
                )
        if second and not mine.international_access_code:
            problems.append(
                Problem("international_access_code", lazy_gettext("Copy this from OnePay's mail."))
            )
        needs_base = mode_of(mine.environment) is Mode.LIVE or mine.base_url
        if needs_base and not (mine.base_url.startswith("https://") and urlsplit(mine.base_url).hostname):
            problems.append(Problem("base_url", lazy_gettext("An address begins with https.")))
        return problems

    def origins(self) -> tuple[str, ...]:
        """Where OnePay's page stands; the sandbox's stands on the shop's own host."""
        if self._settings.environment == PRACTICE:
            return ()
        page = urlsplit(self._base())
        return (f"{page.scheme}://{page.netloc}",)

    def start(self, charge: Charge) -> NextStep:
        """The signed address of the pay page; the same charge always gives the same one."""
        if charge.mode is not self.mode:
            return NextStep(StepKind.REFUSED, reason="mode")
        channel = charge.channel or DOMESTIC
        merchant, access_code, secret = self._account(channel)
        fields = {
            "vpc_Version": "2",
            "vpc_Command": "pay",
            "vpc_AccessCode": access_code,
            "vpc_Merchant": merchant,
            "vpc_MerchTxnRef": str(charge.public_number),
            "vpc_OrderInfo": _NOT_PLAIN.sub(" ", unmarked(charge.memo or str(charge.public_number)))[:32],
            "vpc_Amount": str(charge.money.amount * 100),
            "vpc_Currency": "VND",
            "vpc_Locale": "en" if charge.locale == "en" else "vn",
            "vpc_ReturnURL": charge.return_url,
            "vpc_TicketNo": charge.payer_ip,
        }
        unsigned = {"Title": "OnePay", "AgainLink": charge.return_url}
        base = self._base(charge.return_url)
        query = urlencode({**fields, **unsigned, HASH: secure_hash(secret, fields)})
        return NextStep(
            StepKind.REDIRECT,
            url=f"{base}/{_PATHS[channel]}/{_PAGES[channel]}?{query}",
            provider_ref=fields["vpc_MerchTxnRef"],
            expires_at=charge.expires_at,
        )

    def read_return(self, query: Mapping[str, str]) -> Hint:
        kind, _ = _told(query.get("vpc_TxnResponseCode", ""))
        claims = {EventKind.CHARGED: "succeeded", EventKind.CANCELLED: "cancelled", EventKind.INFO: "pending"}
        return Hint(_number(query), claims.get(kind, "failed"), signed=self._is_ours(query))

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        if not self._is_ours(callback.query):
            raise BadSignature("hash or merchant")
        fact = self._fact(callback.query, callback.received_at)
        if fact is None:
            raise BadSignature("signed, but not in the form agreed")
        return [fact]

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """Anything understood is confirmed; only what we could not keep is asked for again."""
        lost = Outcome.BAD_SIGNATURE in outcomes or Outcome.ERROR in outcomes
        body = b"responsecode=0&desc=confirm-fail" if lost else b"responsecode=1&desc=confirm-success"
        return Answer(200, {"Content-Type": "text/plain"}, body)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        channel = payment.channel or DOMESTIC
        said = self._ask(channel, str(payment.public_number))
        fact = self._fact({"vpc_MerchTxnRef": str(payment.public_number), **said}, clock.now())
        if (
            said.get("vpc_DRExists") != "Y"
            or fact is None
            or (fact.kind is EventKind.INFO and not fact.reason)
        ):
            return []
        return [fact]

    def health(self) -> Health:
        """Ask about a payment that never was: an answer proves address, user and password."""
        try:
            self._ask(DOMESTIC, "0")
        except (GatewayUnavailable, GatewayRefused) as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=True)

    def _ask(self, channel: str, reference: str) -> dict[str, str]:
        """What queryDR says. Raises GatewayUnavailable, and GatewayRefused when it knows no such user."""
        merchant, access_code, secret = self._account(channel)
        fields = {
            "vpc_Version": "2",
            "vpc_Command": "queryDR",
            "vpc_AccessCode": access_code,
            "vpc_Merchant": merchant,
            "vpc_MerchTxnRef": reference,
            "vpc_User": self._settings.user,
            "vpc_Password": self._settings.password,
        }
        in_practice = self._settings.environment == PRACTICE
        base = practice_api(self.code) if in_practice else self._base()
        body = urlencode({**fields, HASH: secure_hash(secret, fields)}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = http.request("POST", f"{base}/{_PATHS[channel]}/Vpcdps.op", headers=headers, body=body)
        except http.HttpError as error:
            raise GatewayUnavailable(str(error)) from error
        said = dict(parse_qsl(answer.body.decode("utf-8", "replace").strip(), keep_blank_values=True))
        if answer.status != 200 or (HASH in said and not _same(said[HASH], secure_hash(secret, said))):
            raise GatewayUnavailable(f"status {answer.status} or a wrong hash")
        if "vpc_DRExists" not in said:
            raise GatewayRefused(said.get("vpc_Message", "not understood"))
        return said

    def _is_ours(self, query: Mapping[str, str]) -> bool:
        """Signed with the hash code of the contract whose merchant it names."""
        channels = [channel for channel in _PATHS if self._account(channel)[0] == query.get("vpc_Merchant")]
        return any(
            bool(_HEX.fullmatch(secret)) and _same(query.get(HASH, ""), secure_hash(secret, query))
            for _, _, secret in map(self._account, channels)
        )

    def _fact(self, said: Mapping[str, str], at: datetime) -> GatewayEvent | None:
        """OnePay tells no time. Money is named by its transaction, an unpaid end by our own number."""
        reference, amount = said.get("vpc_MerchTxnRef", ""), said.get("vpc_Amount", "")
        if not reference or not (amount.isascii() and amount.isdigit() and amount.endswith("00")):
            return None
        kind, reason = _told(said.get("vpc_TxnResponseCode", ""))
        transaction = said.get("vpc_TransactionNo", "") if kind is EventKind.CHARGED else ""
        return GatewayEvent(
            kind=kind,
            provider_ref=transaction or reference,
            money=Money(int(amount) // 100),
            happened_at=at,
            mode=mode_of(self._settings.environment),
            public_number=_number(said),
            account=said.get("vpc_Merchant", ""),
            reason=reason,
            raw={name: value for name, value in said.items() if name != HASH},
        )

    def _account(self, channel: str) -> tuple[str, str, str]:
        """Merchant, access code and hash code of the contract for this kind of card."""
        mine = self._settings
        if channel == INTERNATIONAL and mine.international_merchant:
            return mine.international_merchant, mine.international_access_code, mine.international_hash_secret
        return mine.merchant, mine.access_code, mine.hash_secret

    def _base(self, return_url: str = "") -> str:
        if self._settings.environment == PRACTICE:
            return practice_page(self.code, return_url)
        return self._settings.base_url.rstrip("/") or TEST_BASE


def secure_hash(secret: str, fields: Mapping[str, str]) -> str:
    """`vpc_SecureHash`: upper-case HMAC-SHA256, keyed with the decoded hash code, over raw sorted fields.

    Raises ValueError for a hash code that is not hexadecimal.
    """
    text = "&".join(
        f"{name}={value}"
        for name, value in sorted(fields.items())
        if name.startswith(("vpc_", "user_")) and name != HASH and value
    )
    return hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).hexdigest().upper()


def _told(code: str) -> tuple[EventKind, str]:
    if code == _PAID:
        return EventKind.CHARGED, ""
    if code in _UNDECIDED:
        return EventKind.INFO, ""
    return (
        EventKind.CANCELLED if code == _CANCELLED else EventKind.FAILED,
        code if code in REASONS else "other",
    )


def _number(said: Mapping[str, str]) -> int | None:
    reference = said.get("vpc_MerchTxnRef", "")
    return int(reference) if reference.isascii() and reference.isdigit() and len(reference) <= 16 else None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.upper().encode(), other.encode())
