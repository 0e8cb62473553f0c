import pytest

from storefront.adapters.gateways.base import Mode, StepKind
from storefront.adapters.gateways.mobile_money import PRACTICE_NUMBER, MobileMoney
from storefront.adapters.gateways.testing import charge
from tests.adapters.gateways.counterparts import OFFLINE_SETTINGS

GOOD = OFFLINE_SETTINGS["mobile_money"]


def test_the_step_says_what_to_send_where_with_the_memo() -> None:
    step = MobileMoney(GOOD).start(charge(mode=Mode.LIVE))

    assert step.kind is StepKind.WAIT and step.transfer is not None
    assert (step.transfer.bank_name, step.transfer.account, step.transfer.memo) == (
        "Viettel Money",
        "0912 345 678",
        "DH7K3M9Q",
    )


def test_practice_never_names_a_real_number() -> None:
    step = MobileMoney(GOOD).start(charge(mode=Mode.TEST))

    assert step.transfer is not None and step.transfer.account == PRACTICE_NUMBER


@pytest.mark.parametrize(
    ("field", "value"), [("operator", "other"), ("number", "12"), ("number", "0912 345 67x"), ("holder", "")]
)
def test_what_cannot_be_right_is_named(field: str, value: str) -> None:
    problems = MobileMoney({**GOOD, field: value}).check()

    assert [problem.field for problem in problems] == [field]
