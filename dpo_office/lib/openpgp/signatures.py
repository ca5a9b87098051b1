"""Detached signatures: made by our signing key, checked line by line (RFC 4880 §11.4)."""

import tempfile
from collections.abc import Collection

from dpo_office.lib.openpgp.home import Home
from dpo_office.lib.openpgp.refusals import KeyRefused, SignatureRefused
from dpo_office.lib.openpgp.status import Status

# gpg exits 0 for some of these.
REFUSED = {
    "BADSIG": "it was made over something else",
    "ERRSIG": "it can't be checked with the keys that are here",
    "EXPSIG": "the signature expired",
    "EXPKEYSIG": "its key expired",
    "REVKEYSIG": "its key was revoked",
    "NODATA": "there is no signature",
}


def sign(home: Home, data: bytes, fingerprint: str) -> str:
    """A detached, armored signature over `data`. Raises KeyRefused when the key can't sign."""
    made = home.gpg.sign(data, keyid=fingerprint, detach=True, clearsign=False)
    created = list(Status(made.stderr).all("SIG_CREATED"))
    if len(created) != 1 or created[0][-1] != fingerprint:
        raise KeyRefused("gpg did not sign: the key is missing, locked, expired or revoked.")
    return str(made)


def signer_of(home: Home, data: bytes, signature: str, *, accepted: Collection[str]) -> str:
    """The fingerprint of the `accepted` key (primary, full) that signed exactly `data`.

    Raises SignatureRefused otherwise: also for several signatures, and for keys that are
    expired or revoked today, which gpg would let pass.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".asc", dir=home.folder) as file:
        file.write(signature)
        file.flush()
        status = Status(home.gpg.verify_data(file.name, data).stderr)
    if bad := status.first_of(*REFUSED):
        raise SignatureRefused(f"The signature is refused: {REFUSED[bad]}.")
    valid = list(status.all("VALIDSIG"))
    if len(valid) != 1 or len(list(status.all("GOODSIG"))) != 1:
        raise SignatureRefused("The signature is refused: one good signature is needed.")
    signer = valid[0][-1]  # the primary key; the first word is the subkey
    if signer not in accepted:
        raise SignatureRefused("The signature is refused: it is not by a key that we accept.")
    return signer
