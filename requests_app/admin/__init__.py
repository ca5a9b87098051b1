from requests_app.admin.delegations import DelegationAdmin
from requests_app.admin.subject_request import SubjectRequestAdmin

__all__ = ["DelegationAdmin", "SubjectRequestAdmin"]
