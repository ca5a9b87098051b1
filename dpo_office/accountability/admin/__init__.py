from dpo_office.accountability.admin.enquiry import EnquiryAdmin
from dpo_office.accountability.admin.library import LibraryAnswerAdmin
from dpo_office.accountability.admin.matter import MatterAdmin

__all__ = ["EnquiryAdmin", "LibraryAnswerAdmin", "MatterAdmin"]
