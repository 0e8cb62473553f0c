from storefront.infra.cache import ByteCache


def test_what_was_put_in_comes_out() -> None:
    cache: ByteCache[str] = ByteCache(100)

    cache.put("a", "one", 10)

    assert cache.get("a") == "one"
    assert cache.get("b") is None


def test_the_least_recently_used_goes_first() -> None:
    cache: ByteCache[str] = ByteCache(80)
    for key in "abcdefgh":
        cache.put(key, key, 10)
    cache.get("a")

    cache.put("i", "i", 10)

    assert cache.get("a") == "a"
    assert cache.get("b") is None
    assert cache.figures().bytes == 80


def test_the_same_key_again_counts_once() -> None:
    cache: ByteCache[str] = ByteCache(100)
    cache.put("a", "one", 10)

    cache.put("a", "two", 12)

    assert cache.get("a") == "two"
    assert (cache.figures().entries, cache.figures().bytes) == (1, 12)


def test_something_too_large_is_not_kept_at_the_cost_of_all_else() -> None:
    cache: ByteCache[str] = ByteCache(80)
    cache.put("a", "one", 10)

    cache.put("b", "huge", 70)

    assert cache.get("a") == "one"
    assert cache.get("b") is None


def test_it_counts_how_it_did() -> None:
    cache: ByteCache[str] = ByteCache(80)
    cache.put("a", "one", 10)

    cache.get("a")
    cache.get("b")

    assert (cache.figures().hits, cache.figures().misses) == (1, 1)


def test_it_forgets_everything_when_told() -> None:
    cache: ByteCache[str] = ByteCache(80)
    cache.put("a", "one", 10)

    cache.clear()

    assert cache.get("a") is None
    assert cache.figures().bytes == 0
