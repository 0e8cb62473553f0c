from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from storefront.domain.shops import pages, redirects
from storefront.domain.shops.pages import PageData
from storefront.infra import clock, events
from storefront.infra.errors import Invalid
from storefront.infra.tenancy import enter_shop
from storefront.models.page import Page, PageKind
from tests.factories import make_shop

BY = events.SYSTEM
DATA = PageData(title="Đổi trả", body="Đổi trong 7 ngày.")


@pytest.fixture(autouse=True)
def shop(context: Flask) -> Iterator[None]:
    with enter_shop(make_shop().id):
        clock.freeze(datetime(2026, 11, 22, 3, tzinfo=UTC))
        yield


def test_a_page_is_cleaned_and_found_by_its_slug() -> None:
    page = pages.create_page(PageData("Giới thiệu", "<p>Chào</p><script>1</script>"), by=BY)

    assert (page.slug, page.body) == ("gioi-thieu", "<p>Chào</p>")
    assert pages.page_by_slug("gioi-thieu") is page


def test_new_words_of_a_policy_are_a_new_edition_from_today() -> None:
    page = pages.create_page(DATA, kind=PageKind.RETURNS, by=BY)
    first = (page.edition, page.effective_from)
    clock.freeze(datetime(2026, 12, 1, 3, tzinfo=UTC))

    pages.edit_page(page, replace(DATA, body="Đổi trong 10 ngày."), revision=1, by=BY)

    assert first == (1, date(2026, 11, 22))
    assert (page.edition, page.effective_from) == (2, date(2026, 12, 1))


def test_the_same_words_are_the_same_edition() -> None:
    page = pages.create_page(DATA, kind=PageKind.RETURNS, by=BY)

    pages.edit_page(page, replace(DATA, body="<p>Đổi trong <b>7</b> ngày.</p>"), revision=1, by=BY)

    assert (page.edition, page.revision) == (1, 2)


def test_a_stale_form_overwrites_nothing() -> None:
    page = pages.create_page(DATA, by=BY)
    pages.edit_page(page, replace(DATA, title="Mới"), revision=1, by=BY)

    with pytest.raises(pages.PageChanged):
        pages.edit_page(page, replace(DATA, title="Cũ"), revision=1, by=BY)

    assert page.title == "Mới"


def test_another_slug_leaves_a_redirect() -> None:
    page = pages.create_page(DATA, by=BY)

    pages.edit_page(page, replace(DATA, slug="doi-hang"), revision=1, by=BY)

    assert redirects.moved_to(Page, "doi-tra") == "doi-hang"


def test_a_policy_is_neither_deleted_nor_hidden() -> None:
    page = pages.create_page(DATA, kind=PageKind.RETURNS, by=BY)
    pages.edit_page(page, replace(DATA, published=False), revision=1, by=BY)

    with pytest.raises(pages.PageIsNeeded):
        pages.delete_page(page, by=BY)

    assert pages.policies() == [page]


def test_a_hidden_page_is_not_found() -> None:
    page = pages.create_page(replace(DATA, published=False), by=BY)

    with pytest.raises(pages.PageNotFound):
        pages.page_by_slug(page.slug)
    assert pages.page_by_id(page.id) is page


def test_an_own_page_can_go() -> None:
    page = pages.create_page(DATA, by=BY)

    pages.delete_page(page, by=BY)

    assert pages.pages() == []


def test_a_page_needs_a_title() -> None:
    with pytest.raises(Invalid):
        pages.create_page(PageData(" "), by=BY)
