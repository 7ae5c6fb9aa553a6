"""The migrations and the tables say the same."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from rapport import schema
from rapport.database import Moment, db


def test_the_migrations_lead_to_exactly_the_tables_of_the_code(app):
    options = {"compare_type": same_type}
    with db.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)
    # PostgreSQL's second schema and the queue's own tables are not the code's.
    assert [change for change in found if not str(getattr(change[1], "name", "")).startswith("huey_")] == []


def same_type(_context, _inspected, _column, _inspected_type, type_):
    return False if isinstance(type_, Moment) else None


def test_the_database_of_the_tests_is_at_the_head(app):
    assert schema.head() is not None
    assert schema.is_current()


def test_the_head_is_the_revision_that_no_other_builds_on(tmp_path):
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "b.py").write_text('revision = "bbb"\ndown_revision = "aaa"\n')
    (versions / "a.py").write_text("revision: str = 'aaa'\ndown_revision = None\n")
    assert schema.head(tmp_path) == "bbb"


def test_without_migrations_there_is_no_head(tmp_path):
    assert schema.head(tmp_path) is None


@pytest.mark.parametrize("arguments", [["current"], ["history"]])
def test_flask_db_works(app, arguments):
    answer = app.test_cli_runner().invoke(args=["db", *arguments])
    assert answer.exit_code == 0
