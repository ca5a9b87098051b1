from dpo_office.accountability.admin.claim import ClaimAdmin
from dpo_office.accountability.admin.enquiry import EnquiryAdmin
from dpo_office.accountability.admin.evidence_file import EvidenceFileAdmin
from dpo_office.accountability.admin.library import LibraryAnswerAdmin
from dpo_office.accountability.admin.matter import MatterAdmin

__all__ = ["ClaimAdmin", "EnquiryAdmin", "EvidenceFileAdmin", "LibraryAnswerAdmin", "MatterAdmin"]
