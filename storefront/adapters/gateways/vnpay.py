"""VNPAY PAY 2.1.0: QR, domestic and international cards on VNPAY's page; told by IPN, asked by querydr."""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, NoReturn
from urllib.parse import urlsplit

from flask_babel import lazy_gettext

from storefront.adapters.gateways import vnpay_client as client
from storefront.adapters.gateways import vnpay_codes as codes
from storefront.adapters.gateways import vnpay_signing as signing
from storefront.adapters.gateways.base import (
    Answer,
    BadSignature,
    Callback,
    Capabilities,
    Charge,
    EventKind,
    GatewayEvent,
    GatewayRefused,
    GatewaySettings,
    GatewayUnavailable,
    Guide,
    Health,
    Hint,
    Mode,
    NextStep,
    NotOffered,
    Outcome,
    PaymentFacts,
    Problem,
    Reason,
    RefundAnswer,
    RefundRequest,
    RefundState,
    StepKind,
)
from storefront.adapters.gateways.environment import (
    PRACTICE,
    check_environment,
    mode_of,
    practice_api,
    practice_page,
)
from storefront.adapters.gateways.vnpay_terms import CAPABILITIES, GUIDE, VnpaySettings
from storefront.infra import clock
from storefront.infra.errors import Sentence
from storefront.infra.money import Money
from storefront.infra.text import unmarked

VERSION = "2.1.0"
TEST_PAGE = "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html"
TEST_API = "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction"
PAYMENT = "01"
BANK_CODES = {"qr": "VNPAYQR", "domestic_card": "VNBANK", "international_card": "INTCARD"}
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ]+")
_TMN_CODE = re.compile(r"[A-Za-z0-9]{8}")

# The message of each answer as VNPAY's own samples write it.
_ANSWERS = {
    Outcome.BAD_SIGNATURE: ("97", "Invalid signature"),
    Outcome.UNKNOWN_PAYMENT: ("01", "Order not found"),
    Outcome.WRONG_AMOUNT: ("04", "invalid amount"),
    Outcome.DUPLICATE: ("02", "Order already confirmed"),
    Outcome.ACCEPTED: ("00", "Confirm Success"),
    Outcome.ERROR: ("99", "Unknow error"),
}


class Vnpay:
    code: ClassVar[str] = "vnpay"
    name: ClassVar[Sentence] = "VNPAY"
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    settings: ClassVar[type[GatewaySettings]] = VnpaySettings
    guide: ClassVar[Guide] = GUIDE
    reasons: ClassVar[Mapping[str, Reason]] = codes.REASONS

    def __init__(self, values: Mapping[str, str]) -> None:
        self._settings = VnpaySettings.read(values)

    @property
    def mode(self) -> Mode | None:
        return mode_of(self._settings.environment)

    def check(self) -> list[Problem]:
        mine = self._settings
        problems = check_environment(mine.environment)
        if not _TMN_CODE.fullmatch(mine.tmn_code):
            problems.append(Problem("tmn_code", lazy_gettext("A terminal code has eight letters or digits.")))
        if not mine.hash_secret:
            problems.append(Problem("hash_secret", lazy_gettext("Enter the hash secret of your terminal.")))
        for name in ("pay_url", "api_url"):
            url = getattr(mine, name)
            if not _is_address(url) and (url or mode_of(mine.environment) is Mode.LIVE):
                problems.append(
                    Problem(name, lazy_gettext("Copy this address, beginning with https, from VNPAY's mail."))
                )
        return problems

    def origins(self) -> tuple[str, ...]:
        """Where VNPAY's page stands; the sandbox's stands on the shop's own host."""
        if self._settings.environment == PRACTICE:
            return ()
        page = urlsplit(self._pay_page(""))
        return (f"{page.scheme}://{page.netloc}",)

    def start(self, charge: Charge) -> NextStep:
        """The signed address of the pay page; the same charge always gives the same one."""
        if charge.mode is not self.mode:
            return NextStep(StepKind.REFUSED, reason="mode")
        fields = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": self._settings.tmn_code,
            "vnp_Amount": str(charge.money.amount * 100),
            "vnp_CurrCode": "VND",
            "vnp_TxnRef": str(charge.public_number),
            "vnp_OrderInfo": _plain(f"{charge.description} {charge.memo}"),
            "vnp_OrderType": "other",
            "vnp_CreateDate": _stamp(charge.created_at),
            "vnp_ExpireDate": _stamp(_next_second(charge.expires_at)),
            "vnp_IpAddr": charge.payer_ip,
            "vnp_Locale": "en" if charge.locale == "en" else "vn",
            "vnp_ReturnUrl": charge.return_url,
            "vnp_BankCode": BANK_CODES.get(charge.channel, ""),
        }
        query = signing.signed_query(self._settings.hash_secret, fields)
        return NextStep(
            StepKind.REDIRECT,
            url=f"{self._pay_page(charge.return_url)}?{query}",
            provider_ref=fields["vnp_TxnRef"],
            expires_at=charge.expires_at,
        )

    def read_return(self, query: Mapping[str, str]) -> Hint:
        kind, _ = codes.told(query.get("vnp_ResponseCode", ""), query.get("vnp_TransactionStatus", ""))
        claims = {
            EventKind.CHARGED: "succeeded",
            EventKind.CANCELLED: "cancelled",
            EventKind.INFO: "pending",
        }
        return Hint(
            public_number=_number(query.get("vnp_TxnRef", "")),
            claims=claims.get(kind, "failed"),
            signed=self._is_ours(query),
        )

    def read_callback(self, callback: Callback) -> list[GatewayEvent]:
        """The one fact of an IPN; nothing when it is signed but lacks what every IPN has."""
        query = callback.query
        if not self._is_ours(query):
            raise BadSignature("checksum or terminal")
        reference, amount = query.get("vnp_TxnRef", ""), _dong(query.get("vnp_Amount"))
        if not reference or amount is None or not query.get("vnp_ResponseCode"):
            return []
        kind, reason = codes.told(query["vnp_ResponseCode"], query.get("vnp_TransactionStatus", ""))
        return [self._fact(kind, reason, query, amount, callback.received_at)]

    def acknowledge(self, outcomes: list[Outcome]) -> Answer:
        """VNPAY's own words; the first of its list that applies. What brought no fact lacked its input."""
        worst = next((outcome for outcome in _ANSWERS if outcome in outcomes), None)
        code, message = _ANSWERS[worst] if worst else ("99", "Input data required")
        body = json.dumps({"RspCode": code, "Message": message}).encode()
        return Answer(200, {"Content-Type": "application/json"}, body)

    def query(self, payment: PaymentFacts) -> list[GatewayEvent]:
        said = self._ask_about(payment, _transaction(payment))
        if said is None:
            return []
        amount, status = _dong(said.get("vnp_Amount")), said.get("vnp_TransactionStatus", "")
        if amount is None:
            return []
        if said.get("vnp_TransactionType", PAYMENT) != PAYMENT:
            ended = {RefundState.DONE: EventKind.REFUNDED, RefundState.FAILED: EventKind.REFUND_FAILED}
            kind = ended.get(codes.refund_state(status))
            return [self._fact(kind, "", said, amount, clock.now())] if kind else []
        told = codes.of_status(status)
        return [self._fact(*told, said, amount, clock.now())] if told else []

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Ask once; what VNPAY has already been asked for is asked about instead."""
        said = self._call(
            {
                **self._about(request.payment, "refund"),
                "vnp_RequestId": _request_id(request),
                "vnp_TransactionType": "02" if request.is_whole else "03",
                "vnp_Amount": str(request.money.amount * 100),
                "vnp_OrderInfo": _plain(f"Hoan tien {request.payment.public_number}"),
                "vnp_TransactionNo": _transaction(request.payment),
                "vnp_CreateBy": "storefront",
                "vnp_CreateDate": _stamp(request.requested_at),
            }
        )
        code = said.get("vnp_ResponseCode", "")
        if code in ("08", "99", ""):
            raise GatewayUnavailable(f"refund_{code}")
        if code == "94":
            return self._repeated(request)
        if code != "00":
            return RefundAnswer(RefundState.FAILED, reason=f"refund_{code}")
        return _refund_answer(said)

    def query_refund(self, request: RefundRequest) -> RefundAnswer:
        """A refund VNPAY never heard of has failed to be asked for: ask again by `refund`."""
        said = self._ask_about(request.payment, request.provider_ref)
        if said is None or not _tells_of(said, request):
            return RefundAnswer(RefundState.FAILED, reason="refund_91")
        return _refund_answer(said)

    def capture(self, payment: PaymentFacts, money: Money) -> NoReturn:
        raise NotOffered("capture")

    def void(self, payment: PaymentFacts) -> NoReturn:
        raise NotOffered("void")

    def health(self) -> Health:
        """Ask about a payment that never was: an answer proves address, terminal and secret."""
        never = PaymentFacts(0, "", Money(1), self.mode or Mode.TEST, created_at=clock.now())
        try:
            self._ask_about(never, "")
        except (GatewayUnavailable, GatewayRefused) as error:
            return Health(ok=False, reason=str(error))
        return Health(ok=True)

    def _repeated(self, request: RefundRequest) -> RefundAnswer:
        said = self._ask_about(request.payment, request.provider_ref)
        if said is None or not _tells_of(said, request):
            return RefundAnswer(RefundState.PENDING, request.provider_ref, reason="refund_94")
        return _refund_answer(said)

    def _is_ours(self, query: Mapping[str, str]) -> bool:
        mine = self._settings
        right = signing.query_hash(mine.hash_secret, query)
        return (
            bool(mine.hash_secret)
            and signing.same(query.get(signing.HASH, ""), right)
            and query.get("vnp_TmnCode", mine.tmn_code) == mine.tmn_code
        )

    def _fact(
        self, kind: EventKind, reason: str, said: Mapping[str, str], amount: int, otherwise: datetime
    ) -> GatewayEvent:
        reference = said.get("vnp_TxnRef", "")
        return GatewayEvent(
            kind=kind,
            provider_ref=_name(kind, reason, said),
            money=Money(amount),
            happened_at=_moment(said.get("vnp_PayDate", "")) or otherwise,
            mode=mode_of(self._settings.environment),
            public_number=_number(reference),
            memo=reference,
            account=self._settings.tmn_code,
            reason=reason,
            suspicious=bool(reason) and kind is EventKind.INFO,
            raw={name: value for name, value in said.items() if name != signing.HASH},
        )

    def _ask_about(self, payment: PaymentFacts, transaction: str) -> dict[str, str] | None:
        """What querydr says of a payment, or of the named transaction; None for an unknown one."""
        said = self._call(
            {
                **self._about(payment, "querydr"),
                "vnp_RequestId": secrets.token_hex(16),
                "vnp_OrderInfo": _plain(f"Truy van {payment.public_number}"),
                "vnp_CreateDate": _stamp(clock.now()),
                **({"vnp_TransactionNo": transaction} if transaction else {}),
            }
        )
        code = said.get("vnp_ResponseCode", "")
        if code == "91":
            return None
        if code in ("02", "03", "97"):
            raise GatewayRefused(f"query_{code}")
        if code != "00":
            raise GatewayUnavailable(f"query_{code}")
        return said

    def _about(self, payment: PaymentFacts, command: str) -> dict[str, str]:
        return {
            "vnp_Version": VERSION,
            "vnp_Command": command,
            "vnp_TmnCode": self._settings.tmn_code,
            "vnp_TxnRef": str(payment.public_number),
            "vnp_TransactionDate": _stamp(payment.created_at),
            "vnp_IpAddr": "127.0.0.1",
        }

    def _call(self, message: dict[str, str]) -> dict[str, str]:
        return client.call(self._api(), self._settings.hash_secret, message)

    def _pay_page(self, return_url: str) -> str:
        if self._settings.environment == PRACTICE:
            return f"{practice_page(self.code, return_url)}/paymentv2/vpcpay.html"
        return self._settings.pay_url or TEST_PAGE

    def _api(self) -> str:
        if self._settings.environment == PRACTICE:
            return f"{practice_api(self.code)}/merchant_webapi/api/transaction"
        return self._settings.api_url or TEST_API


def _refund_answer(said: Mapping[str, str]) -> RefundAnswer:
    status = said.get("vnp_TransactionStatus", "")
    state = codes.refund_state(status)
    reason = f"status_{status}" if state is RefundState.FAILED else ""
    return RefundAnswer(state, provider_ref=said.get("vnp_TransactionNo", ""), reason=reason)


def _tells_of(said: Mapping[str, str], request: RefundRequest) -> bool:
    """Whether an answer is about this refund: a refund, by its own number or else by its sum."""
    if said.get("vnp_TransactionType", PAYMENT) == PAYMENT:
        return False
    if request.provider_ref:
        return said.get("vnp_TransactionNo") == request.provider_ref
    return _dong(said.get("vnp_Amount")) == request.money.amount


def _name(kind: EventKind, reason: str, said: Mapping[str, str]) -> str:
    """A fact's reference, the same by IPN and by querydr.

    Money has VNPAY's transaction number. An unpaid end may have none, so our own number names it: a payment
    ends in one way only once.
    """
    reference, transaction = said.get("vnp_TxnRef", ""), said.get("vnp_TransactionNo", "")
    if kind is EventKind.INFO:
        return f"{reference}:{reason}"
    is_money = kind in (EventKind.CHARGED, EventKind.REFUNDED, EventKind.REFUND_FAILED)
    return transaction if is_money and transaction.strip("0") else reference


def _transaction(payment: PaymentFacts) -> str:
    """VNPAY's number of the charge; money that the owner vouched for has none."""
    return payment.charge_ref if payment.charge_ref.isdecimal() else ""


def _request_id(request: RefundRequest) -> str:
    """The same for the same refund, and no other shop's at the same terminal."""
    return hashlib.sha256(f"{request.payment.public_number}:{request.id}".encode()).hexdigest()[:32]


def _plain(text: str) -> str:
    """Letters without marks, digits and single spaces: all that VNPAY lets through everywhere."""
    return " ".join(_NOT_PLAIN.sub(" ", unmarked(text)).split())[:255]


def _stamp(moment: datetime) -> str:
    return clock.to_vn(moment).strftime("%Y%m%d%H%M%S")


def _next_second(moment: datetime) -> datetime:
    """A payment never ends at VNPAY before it ends here."""
    return moment.replace(microsecond=0) + timedelta(seconds=1) if moment.microsecond else moment


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=clock.VN)
    except ValueError:
        return None


def _number(reference: str) -> int | None:
    is_number = reference.isascii() and reference.isdigit() and len(reference) <= 16
    return int(reference) if is_number else None


def _dong(amount: str | None) -> int | None:
    """VNPAY counts in hundredths of a dong; a broken one is no amount of ours."""
    if not amount or not (amount.isascii() and amount.isdigit()) or len(amount) > 15:
        return None
    whole, rest = divmod(int(amount), 100)
    return None if rest else whole


def _is_address(url: str) -> bool:
    found = urlsplit(url)
    return found.scheme == "https" and bool(found.hostname)
