"""How often somebody may ask, counted in the cache that all processes share (V2.4.1)."""

import time

from django.core.cache import cache


def within(name: str, *, most: int, seconds: int) -> bool:
    """Count one more of `name` in the current window; whether it is among the first `most`.

    Raises what the cache raises when it is away: then nothing is let through.
    """
    key = f"office.limit.{name}.{int(time.time()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the window ended between the two
        return True
