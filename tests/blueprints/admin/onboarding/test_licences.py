"""The papers of a trade: a list that grows, checked at its own rows, shown in the foot of the shop."""

import datetime as dt

from storefront.domain.onboarding.licences import Licence, licences
from storefront.infra.tenancy import enter_shop
from tests.blueprints.admin.onboarding.conftest import Wizard

DAYS = {
    "return_days": 7,
    "complaint_answer_days": 3,
    "complaint_resolve_days": 15,
}
PAPER = {
    "licences-0-name": "Giấy chứng nhận an toàn thực phẩm",
    "licences-0-number": "005/2025/ATTP",
    "licences-0-issued_on": "2025-03-18",
    "licences-0-issuer": "Sở Công Thương",
}


def saved(wizard: Wizard) -> list[Licence]:
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        return licences()


def test_papers_are_saved_and_taken_away(wizard: Wizard) -> None:
    wizard.send("pages", **DAYS, **PAPER)
    kept = saved(wizard)

    wizard.send("pages", **DAYS, **PAPER, **{"licences-0-gone": "y"})

    assert kept == [
        Licence("Giấy chứng nhận an toàn thực phẩm", "005/2025/ATTP", dt.date(2025, 3, 18), "Sở Công Thương")
    ]
    assert saved(wizard) == []


def test_a_further_paper_is_offered_without_losing_the_first(wizard: Wizard) -> None:
    answer = wizard.send("pages", **DAYS, **PAPER, do="licences-add")

    assert answer.status_code == 200
    assert 'name="licences-1-number"' in answer.text
    assert 'value="005/2025/ATTP"' in answer.text


def test_a_paper_without_its_number_is_refused_at_its_row(wizard: Wizard) -> None:
    answer = wizard.send("pages", **DAYS, **{"licences-0-name": "", "licences-1-name": "Giấy phép lữ hành"})

    assert answer.status_code == 422
    assert 'id="licences-1-number-error"' in answer.text
    assert 'id="licences-0-number-error"' not in answer.text
