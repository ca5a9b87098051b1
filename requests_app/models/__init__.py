from requests_app.models.basis import Basis
from requests_app.models.delegation import Delegation
from requests_app.models.exercise import Exercise
from requests_app.models.fee import Fee
from requests_app.models.instruction import Instruction
from requests_app.models.item import Correction, ErasureItem
from requests_app.models.mandate import Mandate
from requests_app.models.note import Note
from requests_app.models.part import RequestPart
from requests_app.models.proof_document import ProofDocument
from requests_app.models.recipient import Recipient
from requests_app.models.restriction import Restriction
from requests_app.models.subject_request import SubjectRequest

__all__ = [
    "Basis",
    "Correction",
    "Delegation",
    "ErasureItem",
    "Exercise",
    "Fee",
    "Instruction",
    "Mandate",
    "Note",
    "ProofDocument",
    "Recipient",
    "RequestPart",
    "Restriction",
    "SubjectRequest",
]
