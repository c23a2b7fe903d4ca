from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0004_service_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedversion",
            name="prints",
            field=models.JSONField(db_default={}, default=dict, verbose_name="mẫu in riêng"),
        ),
    ]
