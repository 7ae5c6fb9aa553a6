"""A form that was sent twice writes once: its id is the row's, and the schema says which came first."""

from typing import Any

from rapport.database import db, upserting


def add_once(table: Any, rows: list[dict[str, Any]]) -> int:
    """Add the rows that are not there yet, and say how many those were."""
    if not rows:
        return 0
    connection = db.session.connection()
    insert = upserting(table, connection.dialect.name).on_conflict_do_nothing()
    insert = insert.execution_options(preserve_rowcount=True)  # else PostgreSQL's driver says -1
    return sum(connection.execute(insert, row).rowcount for row in rows)
