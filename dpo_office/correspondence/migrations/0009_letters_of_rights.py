"""Letters and passages for every right, in offices that run already."""

from django.db import migrations

from dpo_office.correspondence import shipped_texts


def load(apps, schema_editor):
    shipped_texts.load(
        apps.get_model("correspondence", "Template"),
        apps.get_model("correspondence", "TemplateVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0008_texts_of_enquiries")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
