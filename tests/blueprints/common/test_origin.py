import pytest
from flask.testing import FlaskClient


def test_a_form_of_our_own_page_is_taken(small: FlaskClient) -> None:
    answer = small.post("/form", headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 200


def test_without_fetch_metadata_the_origin_must_be_our_own(small: FlaskClient) -> None:
    answer = small.post("/form", headers={"Origin": "http://localhost"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://localhost"},
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://shop.localhost"},
    ],
)
def test_any_other_unsafe_request_is_refused(small: FlaskClient, headers: dict[str, str]) -> None:
    answer = small.post("/form", headers={**headers, "Accept": "application/json"})

    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "foreign_origin"


def test_reading_needs_no_origin(small: FlaskClient) -> None:
    answer = small.get("/form", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200


def test_callbacks_prove_themselves_by_signature_instead(small: FlaskClient) -> None:
    answer = small.post("/hooks/bank")

    assert answer.status_code == 200
