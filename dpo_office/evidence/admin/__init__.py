from dpo_office.evidence.admin.files import EncryptedFileAdmin

__all__ = ["EncryptedFileAdmin"]
