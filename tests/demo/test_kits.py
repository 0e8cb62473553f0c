"""Starter kits and policy templates are whole in both languages."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest

ONBOARDING = files("storefront") / "domain" / "onboarding"
PLACEHOLDERS = {
    "shop_name", "shop_url", "legal_name", "representative", "tax_id", "address", "phone", "email",
    "opening_hours",
    "complaint_answer_days", "complaint_goods_days", "complaint_payment_days", "complaint_resolution_days",
    "privacy_answer_days", "order_retention_years", "acceptance_hours", "payment_hours", "payment_methods",
    "refund_days", "return_days", "delivery_area", "delivery_time", "free_delivery_rule", "handling_time",
    "inspection_rule",
}  # fmt: skip
PRIVACY_POINTS = {
    "purpose", "use", "storage_time", "recipients", "security", "access", "erasure", "complaints",
}  # fmt: skip


def load_all(folder: str) -> dict[str, Any]:
    found = [json.loads(file.read_text("utf-8")) for file in (ONBOARDING / folder).iterdir()]
    return {each["key"]: each for each in found}


KITS = load_all("kits")
POLICIES = load_all("policies")


def pairs(value: Any) -> list[tuple[Any, Any]]:
    children = {dict: lambda v: list(v.values()), list: list}.get(type(value), lambda _: [])(value)
    here = [(value["vi"], value.get("en"))] if isinstance(value, dict) and "vi" in value else []
    return here + [pair for child in children for pair in pairs(child)]


def words(policy: dict[str, Any], language: str) -> list[str]:
    return " ".join(text for each in policy["sections"] for text in each["paragraphs"][language]).split()


def test_the_five_kits_and_seven_policies_are_there() -> None:
    assert KITS.keys() == {"food", "craft", "stay", "wholesale", "general"}
    assert POLICIES.keys() == {"privacy", "terms", "complaints", "price", "payment", "delivery", "returns"}


@pytest.mark.parametrize("key", [*KITS])
def test_a_kit_speaks_both_languages(key: str) -> None:
    found = pairs(KITS[key])

    assert len(found) > 30
    assert [pair for pair in found if not pair[1] or pair[0] == pair[1]] == []


@pytest.mark.parametrize("key", [*KITS])
def test_a_kits_samples_are_marked_and_drawn(key: str) -> None:
    samples = KITS[key]["samples"]
    drawn = {file.name for file in (files("storefront") / "demo" / "images").iterdir()}

    assert 3 <= len(samples) <= 4
    assert all(each["is_sample"] and each["name"]["vi"].startswith("Hàng mẫu: ") for each in samples)
    assert all(f"{each['image']}.webp" in drawn for each in samples)


@pytest.mark.parametrize("key", [*KITS])
def test_a_kits_samples_and_menus_point_at_its_own_collections_and_pages(key: str) -> None:
    kit = KITS[key]
    known = {f"collection:{each['slug']}" for each in kit["collections"]} | {
        "collection:all",
        "home",
        "contact",
    }
    known |= {f"page:{each['slug']}" for each in kit["pages"]} | {f"policy:{each}" for each in POLICIES}
    targets = {item["target"] for menu in kit["menus"].values() for item in menu}

    assert targets <= known
    assert {f"collection:{each['collection']}" for each in kit["samples"]} <= known
    assert {f"policy:{each}" for each in POLICIES} <= targets


@pytest.mark.parametrize("key", [*POLICIES])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_policy_is_long_enough_and_uses_known_placeholders(key: str, language: str) -> None:
    text = words(POLICIES[key], language)
    used = set(re.findall(r"{(\w+)}", " ".join(text)))

    assert 130 <= len(text) <= 450
    assert used <= PLACEHOLDERS


@pytest.mark.parametrize("key", [*POLICIES])
def test_both_languages_of_a_policy_ask_for_the_same_answers(key: str) -> None:
    used = [
        set(re.findall(r"{(\w+)}", " ".join(words(POLICIES[key], language)))) for language in ("vi", "en")
    ]

    assert used[0] == used[1]


def test_the_privacy_policy_has_all_eight_points() -> None:
    assert {each["key"] for each in POLICIES["privacy"]["sections"]} == PRIVACY_POINTS


def test_every_policy_names_its_law_with_its_first_day() -> None:
    laws = [law for policy in POLICIES.values() for law in policy["laws"]]

    assert [law for law in laws if not (law["act"] and law["article"])] == []
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", law["valid_from"]) for law in laws)
