import pytest

from storefront.infra.logging import QuietAboutLinks


def test_a_failure_is_logged_without_the_link_that_was_opened(caplog: pytest.LogCaptureFixture) -> None:
    app = QuietAboutLinks("failing")

    @app.get("/orders/<token>", endpoint="orders.show")
    def show(token: str) -> str:
        raise ZeroDivisionError

    status = app.test_client().get("/orders/kept-secret").status_code

    assert status == 500
    assert "orders.show" in caplog.text and "ZeroDivisionError" in caplog.text
    assert "kept-secret" not in caplog.text
