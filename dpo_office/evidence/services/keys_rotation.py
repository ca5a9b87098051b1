"""Putting files under today's FILES_KEY: only the wrapping changes, no file is written again."""

from django.db import transaction

from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.models.encrypted_file import NAMES
from dpo_office.lib import files_keys, secret_box


def left() -> int:
    """How many files are still under an older key."""
    return EncryptedFile.objects.exclude(key_id=files_keys.current_id()).count()


def renew() -> int:
    """Wrap them under today's key, one by one; how many. Whatever stops it, it goes on next time.

    Each row names the key that wraps it, so old and new ones open side by side meanwhile.
    """
    pks = EncryptedFile.objects.exclude(key_id=files_keys.current_id()).values_list("pk", flat=True)
    return sum(_renew(pk) for pk in list(pks))


@transaction.atomic
def _renew(pk: int) -> bool:
    """Raises Unreadable when neither FILES_KEY nor a fallback opens it; then nothing changes."""
    file = EncryptedFile.objects.select_for_update().filter(pk=pk).first()
    if file is None or file.key_id == files_keys.current_id():
        return False
    key = files_keys.unwrapped(bytes(file.wrapped_key), key_id=file.key_id, file_id=file.stored_as)
    file.key_id, file.wrapped_key = files_keys.wrapped(key, file_id=file.stored_as)
    file.sealed_name = secret_box.renewed(file.sealed_name, purpose=NAMES)
    file.save(update_fields=["key_id", "wrapped_key", "sealed_name"])
    return True
