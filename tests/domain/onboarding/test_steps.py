import json

import pytest
from sqlalchemy import func, select

from storefront.domain.onboarding import steps
from storefront.infra.db import db
from storefront.infra.events import SYSTEM, Event
from storefront.models.shop import Shop, WizardStep


def test_what_was_typed_is_there_again_as_it_was(draft: Shop) -> None:
    steps.remember("delivery", {"pickup": ["y"], "promise": ["mai, chắc thế"]})

    assert steps.typed("delivery") == {"pickup": ["y"], "promise": ["mai, chắc thế"]}


def test_a_tax_code_is_never_kept_in_the_open(draft: Shop) -> None:
    steps.remember("who", {"legal_name": ["HTX Ba Làng"], "tax_id": ["038088012345"]})

    row = db.session.scalars(select(WizardStep).where(WizardStep.step == "who")).one()
    assert "038088012345" not in json.dumps(row.answers)
    assert steps.typed("who") == {"legal_name": ["HTX Ba Làng"], "tax_id": ["038088012345"]}


def test_a_finished_step_has_nothing_pending(draft: Shop) -> None:
    steps.remember("trade", {"trade": ["food"]})

    steps.finish(draft, "trade", by=SYSTEM)

    assert steps.typed("trade") is None
    assert steps.standing().done == {"trade"}


def test_a_step_is_announced_once(draft: Shop) -> None:
    steps.finish(draft, "trade", by=SYSTEM)

    steps.finish(draft, "trade", by=SYSTEM)

    told = select(func.count(Event.id)).where(Event.topic == "shop.step_done")
    assert db.session.scalar(told) == 1


def test_the_wizard_goes_on_at_the_first_step_neither_done_nor_put_off(draft: Shop) -> None:
    steps.finish(draft, "who", by=SYSTEM)
    steps.remember("trade", {}, later=True)

    assert steps.standing().next_key == "address"


def test_a_wizard_without_anything_left_leads_to_the_review(draft: Shop) -> None:
    for key in steps.KEYS:
        steps.finish(draft, key, by=SYSTEM)

    assert steps.standing().next_key == "review"


def test_a_step_nobody_knows_is_refused(draft: Shop) -> None:
    with pytest.raises(steps.NoSuchStep):
        steps.remember("horoscope", {})
