"""How often something may be done: counted in this process, or in Redis where several processes serve."""

from __future__ import annotations

from flask import current_app
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

EXTENSION = "storefront.limits"


def allow(name: str, times: int, seconds: int, *whose: str) -> bool:
    """Count one more try of `name` by somebody; False when there were `times` within so many seconds."""
    return _limiter().hit(RateLimitItemPerSecond(times, seconds, namespace="storefront"), name, *whose)


def _limiter() -> MovingWindowRateLimiter:
    limiter: MovingWindowRateLimiter | None = current_app.extensions.get(EXTENSION)
    if limiter is None:
        limiter = current_app.extensions[EXTENSION] = _made()
    return limiter


def _made() -> MovingWindowRateLimiter:
    redis_url = current_app.config["SETTINGS"].redis_url
    return MovingWindowRateLimiter(RedisStorage(redis_url) if redis_url else MemoryStorage())
