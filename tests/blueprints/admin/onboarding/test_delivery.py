"""The groups of the delivery step: typed values stay whatever button is pressed, also without JavaScript."""

from storefront.domain.onboarding.delivery import DeliveryGroup, delivery_now
from storefront.infra.tenancy import enter_shop
from tests.blueprints.admin.onboarding.conftest import Wizard

BIM_SON, HA_TRUNG = "14812", "15271"
COAST = {"groups-0-name": "Ven biển", "groups-0-codes": [BIM_SON, HA_TRUNG], "groups-0-fee": "20k"}


def saved_groups(wizard: Wizard) -> tuple[DeliveryGroup, ...]:
    with wizard.app.app_context(), enter_shop(wizard.shop_id):
        return delivery_now().groups


def test_any_number_of_groups_is_saved(wizard: Wizard) -> None:
    more = {"groups-1-name": "Hà Nội", "groups-1-codes": "01", "groups-1-fee": "45.000"}

    answer = wizard.send("delivery", **COAST, **more)

    assert answer.location == wizard.url("payment")
    assert saved_groups(wizard) == (
        DeliveryGroup("Ven biển", (BIM_SON, HA_TRUNG), 20_000),
        DeliveryGroup("Hà Nội", ("01",), 45_000),
    )


def test_adding_a_group_keeps_everything_typed(wizard: Wizard) -> None:
    answer = wizard.send("delivery", **COAST, promise="1 ngày", elsewhere_fee="năm chục", do="groups-add")

    assert answer.status_code == 200
    assert 'name="groups-1-name"' in answer.text
    assert 'value="Ven biển"' in answer.text
    assert f'name="groups-0-codes" value="{BIM_SON}" checked' in answer.text
    assert 'value="20k"' in answer.text
    assert 'value="năm chục"' in answer.text
    assert saved_groups(wizard) == ()


def test_communes_are_found_by_typing_without_marks_before_anything_is_saved(wizard: Wizard) -> None:
    answer = wizard.send("delivery", **COAST, **{"groups-0-find": "nga son"})

    assert answer.status_code == 200
    assert 'name="groups-0-codes" value="16093" ' in answer.text
    assert f'value="{HA_TRUNG}" checked' in answer.text
    assert saved_groups(wizard) == ()


def test_the_script_finds_communes_and_provinces(wizard: Wizard) -> None:
    found = wizard.get("areas?q=thanh hoa").json["places"]

    assert found[0]["code"] == "38"
    assert wizard.get("areas?q=hac thanh").json["places"][0]["code"] == "14797"


def test_a_group_is_renamed_and_taken_away(wizard: Wizard) -> None:
    wizard.send("delivery", pickup="y", **COAST)
    wizard.send("delivery", pickup="y", **{**COAST, "groups-0-name": "Bờ biển"})
    renamed = saved_groups(wizard)

    wizard.send("delivery", pickup="y", **COAST, **{"groups-0-gone": "y"})

    assert renamed[0].name == "Bờ biển"
    assert saved_groups(wizard) == ()


def test_what_is_wrong_is_said_at_its_own_group(wizard: Wizard) -> None:
    town = {"groups-2-name": "Phố", "groups-2-codes": [BIM_SON], "groups-2-fee": "30k"}

    answer = wizard.send("delivery", **COAST, **{"groups-1-name": ""}, **town)

    assert answer.status_code == 422
    assert 'id="groups-0-find-error"' in answer.text
    assert 'id="groups-1-find-error"' not in answer.text
    assert 'id="groups-2-find-error"' in answer.text
