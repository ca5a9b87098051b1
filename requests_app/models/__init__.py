from requests_app.models.part import Exercise, RequestPart
from requests_app.models.subject_request import SubjectRequest

__all__ = ["Exercise", "RequestPart", "SubjectRequest"]
