from flask import Flask
from flask.testing import FlaskClient

from storefront.blueprints.common import csp


def directives(policy: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in policy.split("; "))


def test_a_page_loads_nothing_from_elsewhere(small: FlaskClient) -> None:
    policy = directives(small.get("/form").headers["Content-Security-Policy"])

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


def test_every_answer_names_same_origin_as_its_referrer_policy(small: FlaskClient) -> None:
    answer = small.get("/nothing-here", headers={"Accept": "application/json"})

    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_desk_may_show_the_shop_and_pictures_not_yet_sent(small: FlaskClient) -> None:
    policy = directives(small.get("/admin/").headers["Content-Security-Policy"])

    assert policy["frame-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"


def test_a_pay_page_lets_its_form_reach_the_gateway_and_the_next_page_does_not(small_app: Flask) -> None:
    def pay() -> str:
        csp.allow_forms_to("https://pay.example")
        return "pay"

    small_app.add_url_rule("/pay", view_func=pay)
    client = small_app.test_client()

    paying = directives(client.get("/pay").headers["Content-Security-Policy"])
    after = directives(client.get("/form").headers["Content-Security-Policy"])

    assert paying["form-action"] == "'self' https://pay.example"
    assert after["form-action"] == "'self'"


def test_a_preview_may_be_framed_by_our_own_pages(small_app: Flask) -> None:
    def preview() -> str:
        csp.allow_framing()
        return "preview"

    small_app.add_url_rule("/preview", view_func=preview)

    policy = directives(small_app.test_client().get("/preview").headers["Content-Security-Policy"])

    assert policy["frame-ancestors"] == "'self'"


def test_a_style_nonce_is_in_the_policy_of_its_own_page_only(small_app: Flask) -> None:
    small_app.add_url_rule("/editor", view_func=lambda: csp.style_nonce() + csp.style_nonce()[:0])
    client = small_app.test_client()

    answer = client.get("/editor")

    assert f"'nonce-{answer.text}'" in answer.headers["Content-Security-Policy"]
    assert "nonce" not in client.get("/form").headers["Content-Security-Policy"]
