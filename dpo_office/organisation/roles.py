"""The roles that people of the office have (F3); made as groups by a migration."""

DPO = "DPO"
DEPUTY_DPO = "Deputy DPO"
DECISION_OWNER = "Decision owner"
STAFF = "Staff"
SECURITY = "Security"
AUDITOR = "Auditor"

ROLES = (DPO, DEPUTY_DPO, DECISION_OWNER, STAFF, SECURITY, AUDITOR)
