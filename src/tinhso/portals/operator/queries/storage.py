"""What takes how much room in the database."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its partitions: the planner's estimate of its rows, and bytes with indexes."""

    name: str
    rows: int
    table_bytes: int
    index_bytes: int
    partitions: int

    @property
    def total_bytes(self) -> int:
        """All of it."""
        return self.table_bytes + self.index_bytes


def list_tables(*, size: int = 25) -> list[Table]:
    """Return the largest tables, partitions counted to their parent. One query of the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(p.inhparent, c.oid)::regclass::text AS name, sum(greatest(c.reltuples, 0))::bigint,
                   sum(pg_table_size(c.oid))::bigint, sum(pg_indexes_size(c.oid))::bigint,
                   count(p.inhparent)::int
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
              LEFT JOIN pg_inherits p ON p.inhrelid = c.oid
             WHERE c.relkind = 'r'
             GROUP BY 1
             ORDER BY sum(pg_total_relation_size(c.oid)) DESC
             LIMIT %s
            """,
            [min(size, 100)],
        )
        return [Table(*row) for row in cursor.fetchall()]
