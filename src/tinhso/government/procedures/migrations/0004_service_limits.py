from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0003_workshop"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="limits",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
