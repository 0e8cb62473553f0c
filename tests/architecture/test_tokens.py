"""A form of somebody signed in carries the session's own token, or nothing is done.

The origin check stands before it for everybody; the token is the second lock, where a session exists.
"""

from __future__ import annotations

import re

import pytest

from storefront.models.shop import ShopMode
from tests.architecture.conftest import Site
from tests.architecture.routes import CLASSES, address, signed_in
from tests.visitor import SAME_ORIGIN, Visitor
from tools.templates import ROOT

WHO = {"desk": "owner", "account": "owner", "staff": "staff", "trainer": "trainer", "learner": "learner"}
"""Who stands behind each guard."""

AS_A_PROGRAM = {**SAME_ORIGIN, "Accept": "application/json"}
TEMPLATES = ROOT / "storefront" / "templates"
FORM = re.compile(r"<form\b[^>]*method=.post.*?</form>", re.DOTALL)
TOKEN = re.compile(r"csrf|hidden_tag")
WITHOUT = {
    "admin/payments/self_test.html",  # goes to the gateway
    "classroom/certificate_check.html",  # for everybody
    "classroom/paused.html",  # the token is among what was typed
    "portal/accounts/answer.html",  # for whoever holds the link
    "portal/accounts/sign_up_code.html",  # for everybody
    "portal/door.html",  # for whoever holds the link
    "shared/test_order.html",  # a page of the shop
}


@pytest.mark.parametrize("guard", WHO)
def test_what_somebody_signed_in_sends_without_their_sessions_token_is_refused(
    site: Site, guard: str
) -> None:
    world = site.worlds[ShopMode.REAL]
    person = signed_in(site.app, int(world.values[WHO[guard]]))
    urls = [address(rule, world) for rule in CLASSES[guard] if "POST" in (rule.methods or ())]

    refused = {url: person.client.post(url, headers=AS_A_PROGRAM).status_code for url in urls}

    assert len(refused) > 5
    assert {url: status for url, status in refused.items() if status != 409} == {}


def test_every_form_of_our_own_pages_carries_a_token() -> None:
    forms = {
        str(path.relative_to(TEMPLATES)): FORM.findall(path.read_text(encoding="utf-8"))
        for path in TEMPLATES.rglob("*.html")
    }

    bare = {name for name, found in forms.items() if any(not TOKEN.search(form) for form in found)}

    assert bare == WITHOUT


def test_what_was_typed_before_signing_in_again_is_sent_on_by_one_button(site: Site) -> None:
    world = site.worlds[ShopMode.REAL]
    owner = Visitor(site.app).sign_in(world.owner)
    url = f"/admin/{world.values['slug']}/collections/"
    typed = {"name": "Quà Tết"}

    stopped = owner.post(url, {**typed, "csrf_token": "of an earlier session"})
    sent = owner.post(url, typed)

    assert stopped.status_code == 409
    assert 'name="name" value="Quà Tết"' in stopped.text
    assert "of an earlier session" not in stopped.text
    assert sent.status_code == 303
