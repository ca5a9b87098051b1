"""Where a request comes from: the one function that reads proxies' headers (F1)."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
NOWHERE = ip_address("0.0.0.0")  # noqa: S104  # an address in no allowed network


@lru_cache(maxsize=64)
def networks(names: tuple[str, ...]) -> tuple[Network, ...]:
    """The networks of those names; ValueError for one that is none."""
    return tuple(ip_network(name) for name in names)


def is_within(address: Address, names: Iterable[str]) -> bool:
    """Whether the address lies in any of these networks; IPv4 written as IPv6 is IPv4."""
    mapped = getattr(address, "ipv4_mapped", None) or address
    return any(mapped in network for network in networks(tuple(names)))


def comes_from(text: str, names: Iterable[str]) -> bool:
    """Whether that text is an address in one of these networks."""
    try:
        return is_within(ip_address(text), names)
    except ValueError:
        return False


def is_inside(request: HttpRequest) -> bool:
    """Whether the request comes from where the office may be opened at all (F1)."""
    return is_within(client_address(request), settings.ADMIN_ALLOWED_NETWORKS)


def network_of(address: Address) -> str:
    """What limits count together: an IPv4 address, or the /64 that one IPv6 customer has."""
    mapped = getattr(address, "ipv4_mapped", None) or address
    return str(mapped if mapped.version == 4 else ip_network((mapped, 64), strict=False))


def client_address(request: HttpRequest) -> Address:
    """The nearest address that is no trusted proxy, read from right to left.

    `X-Forwarded-For` counts only as far as TRUSTED_PROXIES wrote it: what stands left of the
    first stranger may be invented.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    chain = [hop.strip() for hop in hops if hop.strip()] + [request.META.get("REMOTE_ADDR", "")]
    address = NOWHERE
    for hop in reversed(chain):
        try:
            address = ip_address(hop)
        except ValueError:
            return NOWHERE
        if not is_within(address, settings.TRUSTED_PROXIES):
            break
    return getattr(address, "ipv4_mapped", None) or address
