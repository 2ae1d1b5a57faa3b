"""Each import contract of pyproject.toml is kept by an empty house and broken by one import."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
CONTRACTS: list[dict[str, Any]] = SETTINGS["importlinter"]["contracts"]
ROOMS_OF_THE_HOUSE: list[str] = SETTINGS["importlinter"]["root_packages"]
NAMES = {contract["name"] for contract in CONTRACTS}

ROOMS = "Rooms look down only"
IN_DESKTOP = "Inside desktop: app, views, models, workspace and tasks"
IN_JOURNAL = "Inside journal: services, projection, store, entries, profile, rules, errors"
SCREENS = "Screens know no tables"
PAPER = "Paper knows no database"
JOURNAL = "The journal knows no window, no wire and no paper"
STATION = "The station does not import the centre"
CENTRE = "The centre does not import the station"
PROTOCOL = "The protocol stands below both its sides"

# contract, who offends, by importing what
OFFENCES = [
    (ROOMS, "journal.marks", "sync.protocol"),
    (ROOMS, "journal.services", "desktop.workspace"),
    (ROOMS, "printing", "desktop.app"),
    (ROOMS, "printing", "sync.client"),
    (ROOMS, "sync.server", "printing"),
    (ROOMS, "resources", "journal.errors"),
    (IN_DESKTOP, "desktop.views", "desktop.app"),
    (IN_DESKTOP, "desktop.models", "desktop.views"),
    (IN_DESKTOP, "desktop.workspace", "desktop.models"),
    (IN_DESKTOP, "desktop.workspace", "desktop.tasks"),
    (IN_DESKTOP, "desktop.app", "desktop.demo"),
    (IN_JOURNAL, "journal.projection", "journal.services"),
    (IN_JOURNAL, "journal.store", "journal.projection"),
    (IN_JOURNAL, "journal.tables", "journal.store"),
    (IN_JOURNAL, "journal.entries", "journal.tables"),
    (IN_JOURNAL, "journal.profile", "journal.entries"),
    (IN_JOURNAL, "journal.rights", "journal.profile"),
    (IN_JOURNAL, "journal.errors", "journal.marks"),
    ("No cycles", "sync.protocol", "sync.parcel"),
    ("Only desktop knows Qt", "journal.services", "PySide6.QtCore"),
    ("Only desktop knows Qt", "sync.client", "PySide6.QtCore"),
    ("Only desktop knows Qt", "printing", "PySide6.QtGui"),
    (SCREENS, "desktop.views", "sqlalchemy"),
    (SCREENS, "desktop.models", "sqlalchemy.orm"),
    (SCREENS, "desktop.models", "journal.tables"),
    (PAPER, "printing", "sqlalchemy"),
    (PAPER, "printing", "journal.tables"),
    (JOURNAL, "journal.services", "httpx"),
    (JOURNAL, "journal.queries", "reportlab.pdfgen"),
    (STATION, "desktop.app", "sync.server"),
    (STATION, "sync.client", "sync.server"),
    (CENTRE, "sync.server", "sync.client"),
    (PROTOCOL, "sync.protocol", "sync.server"),
]


# imports that must stay allowed: the contracts are tight, not a wall
LAWFUL = [
    ("desktop.app", "sync.client"),
    ("desktop.app", "desktop.views"),
    ("desktop.views", "desktop.models"),
    ("desktop.models", "desktop.workspace"),
    ("desktop.workspace", "journal.services"),
    ("desktop.tasks", "PySide6.QtCore"),
    ("journal.services", "journal.projection"),
    ("journal.projection", "journal.tables"),
    ("journal.tables", "sqlalchemy"),
    ("journal.profile", "journal.rights"),
    ("journal.marks", "journal.errors"),
    ("printing", "reportlab"),
    ("sync.client", "sync.protocol"),
    ("sync.parcel", "sync.protocol"),
    ("sync.server", "sync.protocol"),
    ("sync.server", "journal.projection"),
]


def named_modules() -> Iterator[str]:
    """Yield every module of ours that a contract names."""
    for contract in CONTRACTS:
        for container in contract.get("containers", [""]):
            for layer in contract.get("layers", []):
                for name in re.findall(r"\w[\w.]*", layer):
                    yield f"{container}.{name}".lstrip(".")
        yield from contract.get("source_modules", [])
        yield from contract.get("forbidden_modules", [])


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Build a house of empty modules in which everybody keeps the contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ours = {name for name in named_modules() if name.split(".")[0] in ROOMS_OF_THE_HOUSE}
    for module in ours | {module for module, _ in LAWFUL}:
        write(tmp_path, module, "")
    for module, imported in LAWFUL:
        write(tmp_path, module, f"import {imported}\n")
    return tmp_path


def write(house: Path, module: str, line: str) -> None:
    """Add a line to a module; every module here is a package, so that it may hold others."""
    folder = house.joinpath(*module.split("."))
    folder.mkdir(parents=True, exist_ok=True)
    with folder.joinpath("__init__.py").open("a", encoding="utf-8") as source:
        source.write(line)


def broken(house: Path) -> set[str]:
    """Return the names of the contracts that the house breaks."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    run = subprocess.run(
        [*command, "--no-cache"],
        cwd=house,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(house), "NO_COLOR": "1", "COLUMNS": "200"},
    )
    verdicts = re.findall(r"^(.+) (KEPT|BROKEN)", run.stdout, re.MULTILINE)
    assert {name for name, _ in verdicts} == NAMES, run.stdout + run.stderr
    return {name for name, verdict in verdicts if verdict == "BROKEN"}


def test_an_innocent_house_keeps_every_contract(house: Path) -> None:
    assert broken(house) == set()


def test_every_contract_is_broken_by_one_of_the_offences() -> None:
    assert {contract for contract, _, _ in OFFENCES} == NAMES


@pytest.mark.parametrize(("contract", "module", "imported"), OFFENCES)
def test_contract_breaks(house: Path, contract: str, module: str, imported: str) -> None:
    write(house, module, f"import {imported}\n")
    assert contract in broken(house)
