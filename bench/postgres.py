"""A PostgreSQL of the run's own, as durable as in production."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storefront.infra import migrate
from tests import processes
from tests.services import APP_ROLE, OWNER_ROLE, PostgresServer, make_roles
from tools import programs

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
NAME = "bench"


@contextmanager
def postgres() -> Iterator[dict[str, str] | None]:
    """Settings of a migrated database while the block runs; None where PostgreSQL is not installed."""
    binaries = programs.postgres_bin()
    if binaries is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="storefront-bench-pg-") as folder:
        Path(folder).chmod(0o711)
        cluster = Path(folder) / "postgres"
        server = PostgresServer(processes.start_postgres(binaries, cluster, DURABLE))
        try:
            yield _migrated(server)
        finally:
            processes.stop_postgres(binaries, cluster)


def _migrated(server: PostgresServer) -> dict[str, str]:
    make_roles(server)
    server.create_database(NAME)
    app, owner = server.url(NAME, APP_ROLE), server.url(NAME, OWNER_ROLE)
    migrate.upgrade(app, owner)
    return {"database_url": app, "migration_database_url": owner}
