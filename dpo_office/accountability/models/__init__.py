from dpo_office.accountability.models.answer import AnswerUse, AnswerVersion, LibraryAnswer
from dpo_office.accountability.models.enquiry import Enquiry
from dpo_office.accountability.models.matter import Matter, MatterLink, MatterPaper

__all__ = [
    "AnswerUse",
    "AnswerVersion",
    "Enquiry",
    "LibraryAnswer",
    "Matter",
    "MatterLink",
    "MatterPaper",
]
