from dpo_office.correspondence.models.delivery import Delivery, MailServer
from dpo_office.correspondence.models.letter import Letter
from dpo_office.correspondence.models.template import Template, TemplateVersion

__all__ = ["Delivery", "Letter", "MailServer", "Template", "TemplateVersion"]
