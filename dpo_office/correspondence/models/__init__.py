from dpo_office.correspondence.models.delivery import Delivery, MailServer
from dpo_office.correspondence.models.incoming import DroppedMail, Incoming
from dpo_office.correspondence.models.letter import Letter
from dpo_office.correspondence.models.template import Template, TemplateVersion

__all__ = [
    "Delivery",
    "DroppedMail",
    "Incoming",
    "Letter",
    "MailServer",
    "Template",
    "TemplateVersion",
]
