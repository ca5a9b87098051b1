from dpo_office.organisation.admin.absences import AbsenceAdmin
from dpo_office.organisation.admin.links import OneTimeLinkAdmin
from dpo_office.organisation.admin.people import UserAdmin
from dpo_office.organisation.admin.profile import ProfileAdmin
from dpo_office.organisation.admin.tokens import ApiTokenAdmin

__all__ = ["AbsenceAdmin", "ApiTokenAdmin", "OneTimeLinkAdmin", "ProfileAdmin", "UserAdmin"]
