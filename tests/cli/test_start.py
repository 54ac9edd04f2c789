"""What a command costs before it begins."""

import subprocess
import sys

SLOW = ("typer", "rich", "pydantic", "sqlalchemy", "alembic", "openrsm.domain.values")


def loaded_after(code: str) -> set[str]:
    shown = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    finished = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    return set(finished.stdout.splitlines())


def test_the_version_imports_nothing_slow() -> None:
    loaded = loaded_after("from openrsm.cli.app import execute; execute(None, ['--version'])")
    assert loaded.isdisjoint(SLOW)


def test_the_commands_import_neither_tables_nor_the_service() -> None:
    loaded = loaded_after("from openrsm.cli.app import build; build()")
    assert loaded.isdisjoint({"rich", "sqlalchemy", "alembic", "openrsm.service", "openrsm.store", "openrsm.drivers"})
