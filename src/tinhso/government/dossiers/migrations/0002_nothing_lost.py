from django.db import migrations

NOTHING_LOST = """
CREATE FUNCTION dossiers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'dossiers are never deleted and their story never changes (%)', TG_TABLE_NAME;
END $$;
CREATE TRIGGER dossier_stays BEFORE DELETE ON dossiers_dossier FOR EACH ROW EXECUTE FUNCTION dossiers_refuse();
CREATE TRIGGER timeline_stays BEFORE UPDATE OR DELETE ON dossiers_timelineevent
    FOR EACH ROW EXECUTE FUNCTION dossiers_refuse();
CREATE TRIGGER paper_stays BEFORE DELETE ON dossiers_dossierpaper FOR EACH ROW EXECUTE FUNCTION dossiers_refuse();
CREATE TRIGGER supplement_stays BEFORE DELETE ON dossiers_supplement FOR EACH ROW EXECUTE FUNCTION dossiers_refuse();
"""

BACK = """
DROP TRIGGER dossier_stays ON dossiers_dossier;
DROP TRIGGER timeline_stays ON dossiers_timelineevent;
DROP TRIGGER paper_stays ON dossiers_dossierpaper;
DROP TRIGGER supplement_stays ON dossiers_supplement;
DROP FUNCTION dossiers_refuse();
"""

DAILY = """
CREATE VIEW dossiers_daily AS
SELECT unit_id, (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, procedure_code, channel,
       count(*) AS received,
       count(*) FILTER (WHERE status IN (8, 9, 10) AND finished_at <= promised_at) AS on_time,
       count(*) FILTER (WHERE status IN (8, 9, 10) AND finished_at > promised_at) AS late
  FROM dossiers_dossier
 WHERE received_at IS NOT NULL
 GROUP BY 1, 2, 3, 4;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_dossiers")]
    operations = [
        migrations.RunSQL(NOTHING_LOST, BACK),
        migrations.RunSQL(DAILY, "DROP VIEW dossiers_daily"),
    ]
