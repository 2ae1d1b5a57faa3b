"""The school of a demo with its past, made by a process of the centre's."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import create_engine, select

from desktop.demo.centre import DATABASE
from desktop.demo.school.folder import invent_school, write_folder
from journal.calendar import school_year_of
from journal.errors import UserError
from journal.queries.school import read_reference
from journal.reference import Reference
from journal.store import Store
from journal.tables import DeskRow

SCHOOL_NAME = "МБОУ СОШ № 7"
ADMIN = ("sokolov.pa", "Соколов Павел Андреевич")
PASSWORD = "школа-2026"
DEMO_SCHOOL = Path(__file__).parents[2] / "resources" / "demo_school"
SEED = "Северореченск"
_PAST = "sync.server.past"

Tell = Callable[[int, str], None]
"""Hears how far the work is, 0 .. 100, and what is being done."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which school is prepared.

    Attributes:
        start: the moment at which the demo begins; the school lives until that morning.
        is_small: three classes, not 22.
        since: the first day of which lessons are kept; ``None``: of all of the school year.
    """

    start: datetime
    is_small: bool = False
    since: date | None = None


def prepare(folder: Path, wish: Wish, tell: Tell) -> None:
    """Make the database of the school's centre in ``folder``.

    Raises:
        UserError: it could not be made; the reason is in plain words.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tell(0, "составляется расписание школы")
    words = [
        *("--database", str(folder / DATABASE)),
        *("--tables", str(_tables(folder, wish))),
        *("--recovery-file", str(folder / "recovery.key")),
        *("--school-name", SCHOOL_NAME),
        *("--admin-login", ADMIN[0]),
        *("--admin-name", ADMIN[1]),
        *("--start", wish.start.isoformat()),
        *(("--since", wish.since.isoformat()) if wish.since else ()),
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", _PAST, *words],
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(f"{PASSWORD}\n")
            process.stdin.close()
            for line in process.stdout:
                reached, _, what = line.rstrip("\n").partition(" ")
                tell(int(reached), what)
        except BaseException:
            process.kill()
            raise
        told = process.stderr.read() if process.stderr is not None else ""
    if process.returncode:
        raise UserError(f"Учебную школу не удалось подготовить: {told.strip()}")


def read_school(database: str) -> Reference:
    """Return the school as a centre that does not run holds it."""
    engine = create_engine(f"sqlite:///{Path(database)}")
    try:
        with Store(engine).reading() as session:
            return read_reference(session, session.scalars(select(DeskRow.school)).one())
    finally:
        engine.dispose()


def _tables(folder: Path, wish: Wish) -> Path:
    """Return the folder of the school's spreadsheets."""
    if wish.is_small:
        return DEMO_SCHOOL
    tables = folder / "tables"
    write_folder(invent_school(SEED, school_year_of(wish.start.date())), tables, DEMO_SCHOOL)
    return tables
