"""Every company and every way in which paying there can go wrong, on its own hosted page."""

from __future__ import annotations

import pytest

from storefront.adapters.gateways import gateway
from tests.browsing import Device
from tests.journeys.gateways import acts
from tests.journeys.gateways.market import Market
from tests.journeys.gateways.table import EMPTY, PLAYED, Fault, end_of, is_transfer, reason

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("code", "fault"), [cell for cell in PLAYED if not is_transfer(cell[0])])
def test_paying_at_a_company_ends_as_promised(payer: Device, market: Market, code: str, fault: Fault):
    bought = market.order(code, acts.weather(fault))

    acts.PLAYS.get(fault, acts.pay_there)(payer, market, bought, code, fault)

    acts.assert_end(payer, market, bought, end_of(code, fault))


@pytest.mark.parametrize(("code", "fault"), [cell for cell in PLAYED if is_transfer(cell[0])])
def test_a_transfer_ends_as_promised(payer: Device, market: Market, code: str, fault: Fault):
    bought = market.order(code, acts.weather(fault))

    acts.transfer(payer, market, bought, code, fault)

    acts.assert_end(payer, market, bought, end_of(code, fault))


@pytest.mark.parametrize(("code", "fault"), EMPTY)
def test_an_empty_cell_has_its_reason(code: str, fault: Fault):
    assert reason(code, fault), (gateway(code).name, fault)


def test_no_secret_is_in_the_log_of_the_whole_table(market: Market):
    log = market.server.log.read_text()

    assert '"level": "debug"' in log
    assert [secret for secret in market.secrets if secret in log] == []
