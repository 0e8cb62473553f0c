from dataclasses import fields

import pytest

from storefront.adapters.bank_feeds import UnknownFeed, bank_feed, bank_feed_codes
from storefront.adapters.bank_feeds.base import BadSignature, Callback, Outcome

ALL = bank_feed_codes()


@pytest.mark.parametrize("code", ALL)
def test_every_feed_is_found_by_its_own_code_and_names_its_settings(code: str) -> None:
    found = bank_feed(code)

    assert found.code == code and str(found.name) and str(found.guide.summary)
    assert [item.id for item in found.settings.schema] == [item.name for item in fields(found.settings)]


@pytest.mark.parametrize("code", ALL)
def test_missing_settings_are_named_in_words(code: str) -> None:
    problems = bank_feed(code)({}).check()

    assert problems and all(str(problem.message) for problem in problems)


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"data": [], "transfers": []}'])
def test_a_call_without_proof_is_refused(code: str, body: bytes) -> None:
    settings = {"account": "1", "auth": "hmac", "version": "v2", "secret": "s", "checksum_key": "s"}

    with pytest.raises(BadSignature):
        bank_feed(code)(settings).read_callback(Callback("POST", {}, {}, body))


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize("settings", [{}, {"auth": "api_key"}, {"version": "v1"}])
def test_without_a_secret_nothing_is_believed(code: str, settings: dict[str, str]) -> None:
    call = Callback("POST", {"Authorization": "Apikey ", "secure-token": ""}, {}, b'{"data": []}')

    with pytest.raises(BadSignature):
        bank_feed(code)(settings).read_callback(call)


@pytest.mark.parametrize("code", ALL)
def test_what_was_kept_is_a_success_and_a_bad_signature_is_not(code: str) -> None:
    feed = bank_feed(code)({})

    kept = [feed.acknowledge([outcome]).status for outcome in (Outcome.UNKNOWN_PAYMENT, Outcome.DUPLICATE)]

    assert kept == [200, 200]
    assert feed.acknowledge([Outcome.BAD_SIGNATURE]).status == 401
    assert feed.acknowledge([Outcome.ERROR]).status == 500
    assert feed.acknowledge([]).status == 200


def test_an_unknown_feed_is_said_so() -> None:
    with pytest.raises(UnknownFeed):
        bank_feed("shell_money")
