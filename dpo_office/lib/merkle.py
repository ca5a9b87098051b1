"""A Merkle tree over SHA-256 as in RFC 6962 §2.1: leaves and nodes are prefixed apart."""

from collections.abc import Iterable
from hashlib import sha256


def leaf(data: bytes) -> bytes:
    """The hash of one entry; no inner node can be passed off as an entry (prefix 00)."""
    return sha256(b"\x00" + data).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes in their order; of none it is the hash of nothing."""
    level = list(leaves)
    if not level:
        return sha256().digest()
    while len(level) > 1:
        paired = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = paired + level[len(paired) * 2 :]  # one that has no neighbour goes up as it is
    return level[0]
