"""What Alembic runs: migrate the connection that it was given, inside the transaction that is open there."""

from alembic import context

from openrsm.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
