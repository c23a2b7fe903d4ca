from django.db import migrations

TELL = """
UPDATE work_workitem w
   SET facts = w.facts || jsonb_build_object(
           'channel', d.channel,
           'applicant_kind', CASE WHEN d.applicant_number = '' THEN ''
                                  WHEN d.applicant_number ~ '^[0-9]{12}$' THEN 'citizen'
                                  ELSE 'business' END)
  FROM dossiers_dossier d
 WHERE d.id = w.subject_id AND w.state IN ('open', 'claimed') AND NOT w.facts ? 'channel'
"""


class Migration(migrations.Migration):
    """Let what already lies in inboxes be found by how it was filed and by whom."""

    dependencies = [("dossiers", "0008_paper_origin"), ("work", "0004_desk")]
    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
