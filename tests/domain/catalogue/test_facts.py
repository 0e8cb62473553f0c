from storefront.domain.catalogue.facts import FACTS
from storefront.domain.onboarding.kits import kits

COLUMNS = {"origin", "net_content", "maker", "ocop_stars", "ocop_decision"}


def test_every_fact_of_a_starter_kit_has_words_of_its_own() -> None:
    asked = {field["key"] for kit in kits() for field in kit.attribute_set["fields"]}

    assert asked - COLUMNS <= FACTS.keys()
