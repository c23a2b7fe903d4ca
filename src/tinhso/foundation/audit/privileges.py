"""The second defence: the running program's role may add and read, nothing else."""

from typing import Final

from django.db import connection

TABLES: Final = ("audit_entry", "audit_seal", "audit_key")


def ensure_guards() -> None:
    """Guard partitions made since, against being emptied. To be called by the owner after making partitions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_ensure_guards()")


def grant_least_privileges(app_role: str) -> None:
    """Leave `app_role` INSERT and SELECT on the audit's tables and nothing on their partitions; guard new partitions.

    To be called by the owner of the tables after every migration and after wider grants. Idempotent.
    """
    role = connection.ops.quote_name(app_role)
    ensure_guards()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relid::regclass::text FROM pg_partition_tree('audit_entry') WHERE level > 0")
        parts = [name for (name,) in cursor.fetchall()]
        tables = ", ".join([*TABLES, *parts])
        cursor.execute(f"REVOKE ALL ON {tables} FROM PUBLIC, {role}")
        cursor.execute(f"GRANT SELECT, INSERT ON {', '.join(TABLES)} TO {role}")


def excess_privileges() -> list[str]:
    """Return the tables, partitions included, that the role of this connection could change or empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.oid IN (SELECT relid FROM"
            " pg_partition_tree('audit_entry') UNION ALL SELECT 'audit_seal'::regclass"
            " UNION ALL SELECT 'audit_key'::regclass)"
            " AND (has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')"
            " OR has_table_privilege(c.oid, 'TRUNCATE')) ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def unguarded() -> list[str]:
    """Return the tables, partitions included, that lack a trigger refusing change or emptying."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.oid IN (SELECT relid FROM"
            " pg_partition_tree('audit_entry') UNION ALL SELECT 'audit_seal'::regclass"
            " UNION ALL SELECT 'audit_key'::regclass)"
            " AND (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A'"
            " AND t.tgname IN ('audit_written_once', 'audit_never_emptied')) < 2 ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]
