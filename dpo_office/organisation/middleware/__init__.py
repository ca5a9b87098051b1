"""The doors that every request passes, from the outermost."""

from dpo_office.organisation.middleware.fresh_sign_in import FreshSignIn
from dpo_office.organisation.middleware.network import AllowedNetworks, TrustedProxies
from dpo_office.organisation.middleware.public_door import PublicDoor
from dpo_office.organisation.middleware.sign_in import SecondFactor, SessionLife
from dpo_office.organisation.middleware.try_later import TryLater

__all__ = [
    "AllowedNetworks",
    "FreshSignIn",
    "PublicDoor",
    "SecondFactor",
    "SessionLife",
    "TrustedProxies",
    "TryLater",
]
