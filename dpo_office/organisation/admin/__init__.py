from dpo_office.organisation.admin.people import AbsenceAdmin, UserAdmin
from dpo_office.organisation.admin.registers import OneTimeLinkAdmin, ProfileAdmin

__all__ = ["AbsenceAdmin", "OneTimeLinkAdmin", "ProfileAdmin", "UserAdmin"]
