import pytest

from storefront.infra.logging import QuietAboutLinks, without_values


def test_a_failure_is_logged_without_the_link_that_was_opened(caplog: pytest.LogCaptureFixture) -> None:
    app = QuietAboutLinks("failing")

    @app.get("/orders/<token>", endpoint="orders.show")
    def show(token: str) -> str:
        raise ZeroDivisionError

    status = app.test_client().get("/orders/kept-secret").status_code

    assert status == 500
    assert "orders.show" in caplog.text and "ZeroDivisionError" in caplog.text
    assert "kept-secret" not in caplog.text


def test_the_values_of_a_refused_row_stay_out_of_the_log() -> None:
    lines = "duplicate key\nDETAIL:  Key (phone)=(+84912345678) exists.\nof two lines\nHINT:  none"

    said = without_values((ValueError, ValueError(lines), None))

    assert "duplicate key" in said and "HINT" in said
    assert "+84912345678" not in said and "two lines" not in said
