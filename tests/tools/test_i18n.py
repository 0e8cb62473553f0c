import json
from pathlib import Path

import pytest

from tools import i18n

CART = 'msgid "Cart"\nmsgstr "Giỏ hàng"\n'


@pytest.fixture
def house(tmp_path: Path) -> i18n.House:
    house = i18n.House(tmp_path, same={"Zalo"})
    for folder in ("blueprints", "templates", "themes", "translations/vi/LC_MESSAGES/fragments"):
        (house.package / folder).mkdir(parents=True)
    return house


def use(house: i18n.House, source: str) -> None:
    (house.package / "blueprints/views.py").write_text(source, encoding="utf-8")


def translate(house: i18n.House, po: str, area: str = "cart") -> None:
    fragment = house.package / f"translations/vi/LC_MESSAGES/fragments/{area}.po"
    fragment.write_text(po, encoding="utf-8")
    i18n.compile_catalogue(house)


def test_a_complete_house_has_no_problems(house: i18n.House) -> None:
    use(house, 'title = _("Cart")')
    (house.package / "templates/cart.html").write_text('<h1>{{ _("Cart") }}</h1>')
    translate(house, CART)

    assert i18n.problems(house) == []


def test_an_id_in_a_template_without_vietnamese_is_named_with_its_place(house: i18n.House) -> None:
    (house.package / "templates/cart.html").write_text('\n{{ _("Cart") }}')
    translate(house, "")

    assert i18n.problems(house) == ["no Vietnamese: 'Cart' (storefront/templates/cart.html:2)"]


@pytest.mark.parametrize(
    ("english", "po", "problem"),
    [
        ("Cart", CART + 'msgid "Gone"\nmsgstr "Đã bỏ"\n', "obsolete, nobody asks for it: 'Gone'"),
        ("Cart", CART.replace("msgid", "#, fuzzy\nmsgid"), "no Vietnamese: 'Cart'"),
        ("Cart", CART + 'msgid "Cart"\nmsgstr "Giỏ"\n', "translated twice: 'Cart' is"),
        ("Cart", 'msgid "Cart"\nmsgstr "Cart"\n', "same in both languages"),
        ("Cart", 'msgid "Cart"\nmsgstr "gio hang moi"\n', "Vietnamese without marks: 'Cart'"),
        ("%(n)s left", 'msgid "%(n)s left"\nmsgstr "Còn %(so)s"\n', "placeholders differ: '%(n)s left'"),
    ],
)
def test_a_faulty_fragment_is_named(house: i18n.House, english: str, po: str, problem: str) -> None:
    use(house, f"title = _({english!r})")
    translate(house, po)

    found = i18n.problems(house)

    assert [line[: len(problem)] for line in found] == [problem]


def test_two_fragments_may_agree_but_not_contradict(house: i18n.House) -> None:
    use(house, 'title = _("Cart")')
    translate(house, CART, area="cart")
    translate(house, CART, area="checkout")
    agreeing = i18n.problems(house)

    translate(house, 'msgid "Cart"\nmsgstr "Giỏ"\n', area="checkout")

    assert agreeing == []
    assert len(i18n.problems(house)) == 1


def test_names_on_the_list_may_be_the_same_in_both_languages(house: i18n.House) -> None:
    use(house, 'title = _("Zalo")')
    translate(house, 'msgid "Zalo"\nmsgstr "Zalo"\n')

    assert i18n.problems(house) == []


def test_a_compiled_file_older_than_its_fragments_is_a_problem(house: i18n.House) -> None:
    use(house, 'title = _("Cart")')
    translate(house, CART)
    house.compiled.write_bytes(b"")

    assert i18n.problems(house) == ["messages.mo is out of date: run `python tools/i18n.py compile`"]


def test_compiling_twice_gives_the_same_bytes_and_no_times(house: i18n.House) -> None:
    translate(house, CART)
    first = house.compiled.read_bytes()

    i18n.compile_catalogue(house)

    assert house.compiled.read_bytes() == first
    assert b"Date" not in first


def test_the_skeleton_of_an_area_can_be_filled_in_and_compiled(house: i18n.House) -> None:
    use(house, 'a = ngettext("%(num)s piece", "%(num)s pieces", n)\nb = pgettext("verb", "Order")')

    skeleton = i18n.skeleton(house, "blueprints")
    translate(house, skeleton.replace('[0] ""', '[0] "%(num)s cái"').replace('msgstr ""', 'msgstr "Đặt"'))

    assert i18n.problems(house) == []
    assert i18n.skeleton(house) == ""


def test_a_themes_two_locales_have_the_same_keys(house: i18n.House) -> None:
    locales = house.package / "themes/que/locales"
    locales.mkdir(parents=True)
    (locales / "vi.json").write_text(json.dumps({"cart": {"title": "Giỏ hàng", "empty": "Trống"}}))
    (locales / "en.json").write_text(json.dumps({"cart": {"title": "Cart"}, "more": "More"}))
    translate(house, "")

    found = i18n.problems(house)

    assert found == ["theme que: only in vi.json: cart.empty", "theme que: only in en.json: more"]


def test_english_plural_forms_stand_beside_one_vietnamese_text(house: i18n.House) -> None:
    locales = house.package / "themes/que/locales"
    locales.mkdir(parents=True)
    (locales / "vi.json").write_text(json.dumps({"count": "%(count)s món"}))
    (locales / "en.json").write_text(json.dumps({"count": {"one": "1 item", "other": "%(count)s items"}}))
    translate(house, "")

    assert i18n.problems(house) == []
