import pytest

from storefront.adapters.gateways import vietqr
from storefront.adapters.gateways.bank_transfer import PRACTICE_ACCOUNT, BankTransfer
from storefront.adapters.gateways.base import Mode, StepKind
from storefront.adapters.gateways.cod import CashOnDelivery
from storefront.adapters.gateways.testing import charge
from storefront.infra.money import Money
from tests.adapters.gateways.counterparts import bank_settings


def test_a_live_payment_shows_a_code_for_the_owners_account() -> None:
    step = BankTransfer(bank_settings()).start(charge(mode=Mode.LIVE))

    code = vietqr.parse(step.qr)
    assert step.kind is StepKind.QR
    assert (code.bin, code.account, code.amount) == ("970436", "0011012345678", 125_000)
    assert (code.purpose, code.point_of_initiation) == ("DH7K3M9Q", "12")
    assert (step.transfer.bank_name, step.transfer.holder) == ("Vietcombank", "NGUYEN THI HOA")
    assert (step.transfer.money, step.transfer.memo) == (Money(125_000), "DH7K3M9Q")


def test_a_practice_payment_never_shows_a_real_bank_or_account() -> None:
    step = BankTransfer(bank_settings()).start(charge(mode=Mode.TEST))

    code = vietqr.parse(step.qr)
    assert (code.bin, code.account) == ("999999", PRACTICE_ACCOUNT)
    assert (step.transfer.bank_bin, step.transfer.account) == ("999999", PRACTICE_ACCOUNT)


def test_a_practice_account_once_issued_is_used() -> None:
    step = BankTransfer(bank_settings() | {"practice_account": "212345678901"}).start(charge())

    assert vietqr.parse(step.qr).account == "212345678901"


def test_another_currency_is_definitely_refused() -> None:
    step = BankTransfer(bank_settings()).start(charge(money=Money(10, "USD")))

    assert step.kind is StepKind.REFUSED


def test_a_real_payment_without_a_known_bank_is_refused() -> None:
    step = BankTransfer(bank_settings() | {"bank_bin": "999999"}).start(charge(mode=Mode.LIVE))

    assert step.kind is StepKind.REFUSED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"bank_bin": "999999"}, "bank_bin"),
        ({"bank_bin": "123456"}, "bank_bin"),
        ({"account": "0011 012"}, "account"),
        ({"account": "1" * 20}, "account"),
        ({"holder": " "}, "holder"),
    ],
)
def test_wrong_settings_are_named(wrong: dict[str, str], field: str) -> None:
    problems = BankTransfer(bank_settings() | wrong).check()

    assert [problem.field for problem in problems] == [field]


def test_the_desks_check_code_has_no_amount() -> None:
    code = vietqr.parse(BankTransfer(bank_settings()).check_qr())

    assert (code.account, code.amount, code.point_of_initiation) == ("0011012345678", None, "11")


def test_cash_on_delivery_waits_until_it_expires() -> None:
    mine = charge(mode=Mode.LIVE)

    step = CashOnDelivery({}).start(mine)

    assert (step.kind, step.expires_at) == (StepKind.WAIT, mine.expires_at)
