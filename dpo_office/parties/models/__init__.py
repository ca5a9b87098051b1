from dpo_office.parties.models.customer import Customer
from dpo_office.parties.models.data_subject import DataSubject, Identifier

__all__ = ["Customer", "DataSubject", "Identifier"]
