from dpo_office.evidence.admin.approvals import ApprovalAdmin
from dpo_office.evidence.admin.files import EncryptedFileAdmin
from dpo_office.evidence.admin.trail import EventAdmin, SealAdmin

__all__ = ["ApprovalAdmin", "EncryptedFileAdmin", "EventAdmin", "SealAdmin"]
