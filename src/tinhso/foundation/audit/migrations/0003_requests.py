from django.db import migrations

# What one request did, by the id every answer carries.
INDEX = "CREATE INDEX audit_entry_request ON audit_entry (request_id, at, seq) WHERE request_id <> ''"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_shown")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX audit_entry_request")]
