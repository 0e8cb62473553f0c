"""Feeds against the sandbox that plays their companies: over sockets, each on its own wire."""

from datetime import timedelta

import httpx
import pytest

from storefront.adapters.bank_feeds import bank_feed
from storefront.adapters.bank_feeds.base import BadSignature, BankFeed, GatewayUnavailable, Outcome
from storefront.adapters.gateways.testing import Shop, merchant_settings
from storefront.infra import clock, http
from storefront.infra.money import Money

REPORTING = ("casso", "sepay")


@pytest.fixture
def made(request: pytest.FixtureRequest, inner: str, shop: Shop) -> BankFeed:
    settings = merchant_settings(request.param, f"{shop.base}/hooks/bank_feeds/{request.param}/token")
    feed = bank_feed(request.param)(settings)
    shop.usual = feed.acknowledge([Outcome.ACCEPTED])
    return feed


def transfer(inner: str, feed: BankFeed, memo: str = "DH 7K3M 9Q cam on", how: str = "once") -> None:
    form = {"account": feed.account, "amount": "125.000", "memo": memo, "payer": "LE THI HOA", "how": how}
    assert httpx.post(f"{inner}/bank", data=form).status_code == 200


@pytest.mark.parametrize("made", REPORTING, indirect=True)
def test_a_transfer_made_by_hand_is_told_and_listed_as_the_same(
    made: BankFeed, inner: str, shop: Shop
) -> None:
    transfer(inner, made)

    (told,) = made.read_callback(shop.wait_for(1)[0])
    (listed,) = made.list_movements(clock.now() - timedelta(hours=1))

    assert made.check() == [] and made.health().ok
    assert (told.account, told.money, told.memo) == (made.account, Money(125_000), "DH 7K3M 9Q cam on")
    assert (listed.provider_id, listed.money, listed.reference, listed.balance) == (
        told.provider_id,
        told.money,
        told.reference,
        told.balance,
    )


@pytest.mark.parametrize("made", REPORTING, indirect=True)
def test_told_twice_it_has_one_id(made: BankFeed, inner: str, shop: Shop) -> None:
    transfer(inner, made, how="twice")

    first, second = (made.read_callback(call)[0] for call in shop.wait_for(2))

    assert first.provider_id == second.provider_id


@pytest.mark.parametrize("made", REPORTING, indirect=True)
def test_a_broken_signature_is_refused_and_told_again_rightly(made: BankFeed, inner: str, shop: Shop) -> None:
    shop.answers = [made.acknowledge([Outcome.BAD_SIGNATURE])]
    transfer(inner, made, how="broken")

    broken, right = shop.wait_for(2)

    with pytest.raises(BadSignature):
        made.read_callback(broken)
    assert made.read_callback(right)[0].money == Money(125_000)


@pytest.mark.parametrize("made", REPORTING, indirect=True)
def test_nobody_answering_is_unknown(made: BankFeed) -> None:
    http.allow_inner("http://127.0.0.1:9")

    with pytest.raises(GatewayUnavailable):
        made.list_movements(clock.now())
    assert not made.health().ok
