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
PACKAGES: list[str] = SETTINGS["importlinter"]["root_packages"]
NAMES = {contract["name"] for contract in CONTRACTS}

ROOMS = "Rooms look down only"
IN_DESKTOP = "Inside desktop: app, views, models, workspace and tasks"
IN_JOURNAL = "Inside journal: services, projection, store, entries, profile, rules, errors"
SCREENS = "Screens know no tables"
PAPER = "Paper knows no database"
JOURNAL = "The journal knows no window, no wire and no paper"
PAGE = "The sign-in page waits for no library"
STATION = "The station does not import the centre"
CENTRE = "The centre does not import the station"
PROTOCOL = "The protocol stands below both its sides"

# contract, who offends, by importing what
Offence = tuple[str, str, str]
INNOCENT: Offence = ("", "", "")
OFFENCES: list[Offence] = [
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
    (IN_JOURNAL, "journal.queries", "journal.services"),
    (IN_JOURNAL, "journal.projection", "journal.services"),
    (IN_JOURNAL, "journal.judgement", "journal.tables"),
    (IN_JOURNAL, "journal.store", "journal.projection"),
    (IN_JOURNAL, "journal.tables", "journal.store"),
    (IN_JOURNAL, "journal.entries", "journal.tables"),
    (IN_JOURNAL, "journal.profile", "journal.entries"),
    (IN_JOURNAL, "journal.profile", "journal.rights"),
    (IN_JOURNAL, "journal.marks", "journal.profile"),
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
    (PAGE, "desktop.front", "httpx"),
    (PAGE, "desktop.crash", "sqlalchemy.orm"),
    (STATION, "desktop.app", "sync.server"),
    (STATION, "sync.client", "sync.server"),
    (CENTRE, "sync.server", "sync.client"),
    (PROTOCOL, "sync.protocol", "sync.server"),
    (PROTOCOL, "sync.parcel", "sync.server"),
]


# one process for all houses: import-linter starts in half a second
END = "=== end of a house ==="
INSPECTOR = f"""
import os, sys
from importlinter.cli import lint_imports
for house in sys.argv[1:]:
    os.chdir(house)
    lint_imports(no_cache=True, no_logo=True)
    sys.path.remove(house)
    print({END!r}, flush=True)
"""

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
    ("journal.rights", "journal.profile"),
    ("journal.profile", "journal.works"),
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


def build_house(house: Path) -> None:
    """Build a house of empty modules in which everybody keeps the contracts."""
    house.mkdir()
    shutil.copy(ROOT / "pyproject.toml", house)
    ours = {name for name in named_modules() if name.split(".")[0] in PACKAGES}
    for module in ours | {module for module, _ in LAWFUL}:
        write(house, module, "")
    for module, imported in LAWFUL:
        write(house, module, f"import {imported}\n")


def write(house: Path, module: str, line: str) -> None:
    """Add a line to a module; every module here is a package, so that it may hold others."""
    folder = house.joinpath(*module.split("."))
    folder.mkdir(parents=True, exist_ok=True)
    with folder.joinpath("__init__.py").open("a", encoding="utf-8") as source:
        source.write(line)


def inspect(houses: list[Path]) -> list[set[str]]:
    """Return for each house the names of the contracts that it breaks."""
    run = subprocess.run(
        [sys.executable, "-c", INSPECTOR, *map(str, houses)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "200"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    reports = run.stdout.split(END)[:-1]
    assert len(reports) == len(houses)
    return [broken(report) for report in reports]


def broken(report: str) -> set[str]:
    """Return the names of the broken contracts in what import-linter printed."""
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)", report, re.MULTILINE))
    assert set(verdicts) == NAMES, report
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[Offence, set[str]]:
    """Build a house per offence, and one without any, and have all of them inspected."""
    street = tmp_path_factory.mktemp("street")
    offences = [INNOCENT, *OFFENCES]
    houses = [street / str(number) for number in range(len(offences))]
    for house, (_, module, imported) in zip(houses, offences, strict=True):
        build_house(house)
        if module:
            write(house, module, f"import {imported}\n")
    return dict(zip(offences, inspect(houses), strict=True))


def test_every_contract_has_an_offence() -> None:
    assert {contract for contract, _, _ in OFFENCES} == NAMES


def test_an_innocent_house_keeps_every_contract(verdicts: dict[Offence, set[str]]) -> None:
    assert verdicts[INNOCENT] == set()


@pytest.mark.parametrize("offence", OFFENCES, ids=lambda offence: " imports ".join(offence[1:]))
def test_one_import_breaks_its_contract(
    verdicts: dict[Offence, set[str]], offence: Offence
) -> None:
    contract = offence[0]
    assert contract in verdicts[offence]
