from django.db import migrations

# What was announced about one dossier, for tracing it. On the parent, so that every month to come has it too.
INDEX = """
CREATE INDEX kernel_outbox_dossier ON kernel_outbox ((data ->> 'dossier_id'), recorded_at, seq)
    WHERE (data ->> 'dossier_id') IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_outbox")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX kernel_outbox_dossier")]
