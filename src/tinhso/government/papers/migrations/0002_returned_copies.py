from django.db import migrations

# A copy given back to the desk is presented again or closed; signed and closed ones stay as they are for ever.
GUARD = """
CREATE OR REPLACE FUNCTION papers_copy_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state IN ('signed', 'closed')
       OR (OLD.state = 'returned' AND NEW.state NOT IN ('to_sign', 'closed')) THEN
        RAISE EXCEPTION 'a row of the book is never altered' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

AS_BEFORE = """
CREATE OR REPLACE FUNCTION papers_copy_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'to_sign' THEN
        RAISE EXCEPTION 'a row of the book is never altered' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_papers")]
    operations = [migrations.RunSQL(GUARD, AS_BEFORE)]
