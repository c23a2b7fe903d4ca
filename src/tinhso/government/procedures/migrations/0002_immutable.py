from django.db import migrations

HOLD_STILL = """
CREATE FUNCTION procedures_hold_still() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a published version of a procedure is never removed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - 'valid_to' <> to_jsonb(OLD) - 'valid_to' THEN
        RAISE EXCEPTION 'a published version of a procedure never changes: publish a new one'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER version_holds_still BEFORE UPDATE OR DELETE ON procedures_version
    FOR EACH ROW EXECUTE FUNCTION procedures_hold_still();
"""
LET_GO = """
DROP TRIGGER version_holds_still ON procedures_version;
DROP FUNCTION procedures_hold_still();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_procedures")]
    operations = [migrations.RunSQL(HOLD_STILL, LET_GO)]
