from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemLoader

import storefront
from storefront.blueprints.common import errors, respond
from storefront.infra import static_files

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/missing", 404, "not_found"),
        ("/forbidden", 403, "forbidden"),
        ("/sold", 409, "sold"),
        ("/invalid", 422, "invalid"),
        ("/no-such-page", 404, "not_found"),
    ],
)
def test_each_kind_of_error_has_its_status(small: FlaskClient, path: str, status: int, code: str) -> None:
    answer = small.get(path, headers=JSON)

    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_program_is_told_which_field_is_wrong(small: FlaskClient) -> None:
    answer = small.get("/invalid", headers=JSON)

    assert answer.json["error"]["errors"] == {"price": ["Too low."]}


def test_a_wrong_method_says_which_are_allowed(small: FlaskClient) -> None:
    answer = small.delete("/form", headers={**JSON, "Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_door_draws_its_own_pages(small_app: Flask) -> None:
    errors.draw_under(small_app, "/s/", lambda problem: f"theme says {problem.status}")

    answer = small_app.test_client().get("/s/honey/products/none")

    assert (answer.status_code, answer.text) == (404, "theme says 404")


@pytest.mark.parametrize("status", [403, 404, 409, 422, 500, 503])
def test_each_error_page_has_one_heading_and_the_sentence(
    small_app: Flask, tmp_path: Path, status: int
) -> None:
    static_files.init_app(small_app, cache=tmp_path)
    respond.init_app(small_app)
    small_app.jinja_loader = FileSystemLoader(Path(storefront.__file__).parent / "templates")
    problem = errors.Problem(status, "code", "Hãy thử lại sau.", {})

    with small_app.test_request_context("/"):
        html, answered = errors.answer(problem)

    assert answered == status
    assert html.count("<h1>") == 1
    assert "Hãy thử lại sau." in html
