from requests_app.admin.subject_request import SubjectRequestAdmin

__all__ = ["SubjectRequestAdmin"]
