from dpo_office.parties.admin.parties import CustomerAdmin, DataSubjectAdmin

__all__ = ["CustomerAdmin", "DataSubjectAdmin"]
