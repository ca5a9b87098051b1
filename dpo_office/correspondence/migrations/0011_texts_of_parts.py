"""The texts that came with processor parts, for offices that began before them."""

from django.db import migrations

from dpo_office.correspondence import shipped_texts


def load(apps, schema_editor):
    shipped_texts.load(
        apps.get_model("correspondence", "Template"),
        apps.get_model("correspondence", "TemplateVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0010_secrets_of_letters")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
