from dpo_office.evidence.admin.approvals import ApprovalAdmin
from dpo_office.evidence.admin.files import EncryptedFileAdmin

__all__ = ["ApprovalAdmin", "EncryptedFileAdmin"]
