from flask import Flask

from storefront.infra import limits


def test_so_many_tries_and_no_more(context: Flask) -> None:
    tries = [limits.allow("test-tries", 3, 60, "1.2.3.4") for _ in range(5)]

    assert tries == [True, True, True, False, False]


def test_one_persons_tries_are_not_anothers(context: Flask) -> None:
    limits.allow("test-apart", 1, 60, "1.2.3.4")

    assert limits.allow("test-apart", 1, 60, "5.6.7.8")
    assert not limits.allow("test-apart", 1, 60, "1.2.3.4")
