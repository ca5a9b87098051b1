from dpo_office.evidence.models.approval import Approval
from dpo_office.evidence.models.audited_status import AuditedStatus, TransitionRefused
from dpo_office.evidence.models.case_number import CaseNumber
from dpo_office.evidence.models.encrypted_file import EncryptedFile
from dpo_office.evidence.models.event import Event, EventDetail
from dpo_office.evidence.models.office_key import OfficeKey
from dpo_office.evidence.models.recording import record
from dpo_office.evidence.models.seal import Position, Seal

__all__ = [
    "Approval",
    "AuditedStatus",
    "CaseNumber",
    "EncryptedFile",
    "Event",
    "EventDetail",
    "OfficeKey",
    "Position",
    "Seal",
    "TransitionRefused",
    "record",
]
