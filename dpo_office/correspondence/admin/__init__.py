from dpo_office.correspondence.admin import deliveries, letters, templates

__all__ = ["deliveries", "letters", "templates"]
