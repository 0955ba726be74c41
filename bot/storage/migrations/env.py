"""What Alembic runs: the steps on the connection of `bot.storage.migrate`, in its transaction."""

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite's too, since `prepare_sqlite`
)
with context.begin_transaction():
    context.run_migrations()
