import pytest
from flask import Flask

from storefront.blueprints.common.respond import back_or, safe_next, see_other, wants_json


@pytest.mark.parametrize("path", ["/admin/honey/", "/orders/abc?x=1#top"])
def test_next_may_be_a_path_of_this_host(small_app: Flask, path: str) -> None:
    with small_app.test_request_context("/", query_string={"next": path}):
        assert safe_next("/home") == path


@pytest.mark.parametrize(
    "path",
    ["", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil", "x"],
)
def test_next_never_leaves_this_host(small_app: Flask, path: str) -> None:
    with small_app.test_request_context("/", query_string={"next": path}):
        assert safe_next("/home") == "/home"


def test_after_a_post_the_browser_looks_by_get(small_app: Flask) -> None:
    with small_app.test_request_context("/", method="POST"):
        answers = [see_other("/done"), back_or("/done")]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/done"), (303, "/done")]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("application/json", True), ("text/html,*/*;q=0.8", False), ("*/*", False), ("", False)],
)
def test_json_is_only_for_those_who_ask(small_app: Flask, accept: str, expected: bool) -> None:
    with small_app.test_request_context("/", headers={"Accept": accept}):
        assert wants_json() is expected
