"""Alembic's folder: the steps from schema to schema, run by `bot.storage.migrate`."""
