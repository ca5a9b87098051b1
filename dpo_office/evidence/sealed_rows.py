"""What FILES_KEY seals in this app, for its rotation."""

from dpo_office.evidence.services import keys_rotation


class Files:
    """The wrapped keys and the names of all files."""

    identifier = "files"

    def left(self) -> int:
        return keys_rotation.left()

    def renew(self) -> int:
        return keys_rotation.renew()
