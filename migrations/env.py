"""How migrations run: on the engine and the tables of the application itself."""

from typing import Any

from alembic import context
from flask import current_app

from rapport.database import Moment

migrate = current_app.extensions["migrate"]


def skip_empty(migration_context: object, revision: object, directives: list[Any]) -> None:
    """`flask db migrate` writes no file when nothing has changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
        print("No changes in the schema.")


def plain_types(kind: str, value: Any, _autogenerate_context: object) -> Any:
    """Migrations name the database's own types, so that they outlive changes in our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, Moment) else False


def run_offline() -> None:
    """Print the SQL instead of running it (`flask db upgrade --sql`)."""
    context.configure(
        url=migrate.db.engine.url.render_as_string(hide_password=False),
        target_metadata=migrate.db.metadata,
        literal_binds=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    # Our transactions on SQLite are real ones (rapport/database.py), so a migration is all or nothing there too.
    options = {"process_revision_directives": skip_empty, "render_item": plain_types, "transactional_ddl": True}
    with migrate.db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=migrate.db.metadata, **options, **migrate.configure_args
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
