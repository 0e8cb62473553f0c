"""What a gateway declares, and what it keeps without being paid."""

from dataclasses import fields

import pytest

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import BadSignature, Callback, Gateway
from storefront.adapters.gateways.testing.frame import Frame, needs
from storefront.adapters.gateways.testing.shop import Shop
from storefront.adapters.gateways.testing.words import charge


class Declared(Frame):
    """Name, settings, the first step, and who is not believed."""

    def test_every_gateway_is_found_by_its_own_code_and_has_a_name(self, code: str) -> None:
        found = gateway(code)

        assert found.code == code
        assert str(found.name)
        assert found.capabilities.steps and found.capabilities.modes

    def test_the_schema_names_exactly_the_settings(self, code: str) -> None:
        settings = gateway(code).settings

        assert [item.id for item in settings.schema] == [item.name for item in fields(settings)]
        assert all(str(item.label) for item in settings.schema)

    def test_settings_that_work_have_no_problems(self, made: Gateway) -> None:
        assert made.check() == []
        assert made.health().ok

    @needs(lambda kind: bool(kind.settings.schema))
    def test_missing_settings_are_named_in_words(self, code: str) -> None:
        problems = gateway(code)({}).check()

        assert problems
        assert all(str(problem.message) for problem in problems)

    def test_start_leads_to_a_step_the_gateway_declared(self, made: Gateway, shop: Shop) -> None:
        step = made.start(charge(shop.base))

        assert step.kind in made.capabilities.steps
        assert step.expires_at is not None

    def test_an_invented_return_is_not_taken_for_signed(self, made: Gateway) -> None:
        hint = made.read_return({"number": "1", "result": "succeeded", "signature": "0" * 64})

        assert not hint.signed

    @pytest.mark.parametrize("body", [b"", b"{}", b'{"events": []}', b"\xff"])
    def test_an_unsigned_callback_is_refused(self, made: Gateway, body: bytes) -> None:
        with pytest.raises(BadSignature):
            made.read_callback(Callback("POST", {}, {}, body))
