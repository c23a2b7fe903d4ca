from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0007_disposal"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftpaper",
            name="origin",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="dossierpaper",
            name="origin",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="dossierpaper",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="SignedFile",
            fields=[
                ("file_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=12)),
                ("signer", models.CharField(blank=True, max_length=300)),
                ("signed_at", models.DateTimeField(null=True)),
                ("sentences", models.JSONField(default=list)),
                ("checked_at", models.DateTimeField()),
            ],
        ),
    ]
