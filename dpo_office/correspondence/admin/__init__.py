from dpo_office.correspondence.admin import deliveries, incoming, letters, templates

__all__ = ["deliveries", "incoming", "letters", "templates"]
