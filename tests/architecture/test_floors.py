from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.tree import ROOT, SOURCE, project_settings


def test_every_floor_imports_only_what_lies_below_it() -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, "the output above names the imports that break a contract"


def test_every_module_of_the_package_has_a_floor() -> None:
    floors = next(
        contract for contract in project_settings()["tool"]["importlinter"]["contracts"] if contract["id"] == "floors"
    )
    declared = {name.strip(" ()") for layer in floors["layers"] for name in layer.split("|")}
    present = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert present - {"__init__"} <= declared
