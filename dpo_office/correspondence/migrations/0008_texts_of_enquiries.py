"""The texts for enquiries and matters."""

from django.db import migrations

from dpo_office.correspondence import shipped_texts


def load(apps, schema_editor):
    shipped_texts.load(
        apps.get_model("correspondence", "Template"),
        apps.get_model("correspondence", "TemplateVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0007_mails_of_a_backup")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
