from requests_app.models.exercise import Exercise
from requests_app.models.note import Note
from requests_app.models.part import RequestPart
from requests_app.models.subject_request import SubjectRequest

__all__ = ["Exercise", "Note", "RequestPart", "SubjectRequest"]
