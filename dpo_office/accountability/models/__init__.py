from dpo_office.accountability.models.answer import AnswerUse, AnswerVersion, LibraryAnswer
from dpo_office.accountability.models.claim import Claim
from dpo_office.accountability.models.enquiry import Enquiry
from dpo_office.accountability.models.evidence_file import EvidenceFile
from dpo_office.accountability.models.matter import Matter, MatterLink, MatterPaper

__all__ = [
    "AnswerUse",
    "AnswerVersion",
    "Claim",
    "Enquiry",
    "EvidenceFile",
    "LibraryAnswer",
    "Matter",
    "MatterLink",
    "MatterPaper",
]
