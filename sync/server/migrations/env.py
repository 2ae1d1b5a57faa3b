"""Runs the numbered changes on the connection that was handed in; see ``journal.migrating``."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
