"""The school of a demonstration at its centre: founded, its tables taken in, accounts for all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from journal.clock import to_ms
from journal.ids import new_id, staff_id
from journal.imports.folder import read_school_folder
from journal.keys import PasswordCost
from journal.reference import Reference
from journal.services.school_import import ImportFrame, ImportSchool, import_drafts
from journal.store import Store
from sync.server.accounts import add_account, staff_without_account
from sync.server.founding import NewSchool, found
from sync.server.passwords import Passwords
from sync.server.past.staff_room import PastClock, StaffRoom

# everybody is told this password: to make a guess of it dear would guard nothing
_CHEAP = PasswordCost(iterations=1, memory_kib=64, lanes=1)

FOUNDED = 15
"""How far everything is when the school is there, of 100."""

Tell = Callable[[int, str], None]
"""Hears how far the work is, 0 .. 100, and what is being done."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What the school begins with; ``admin`` is login and full name of who takes the tables in."""

    school_name: str
    admin: tuple[str, str]
    password: str
    tables: Path
    recovery_file: Path


def found_school(store: Store, clock: PastClock, wish: Founding, tell: Tell) -> StaffRoom:
    """Make the school, take its tables in and give everybody who teaches a workplace.

    Raises:
        UserError: the tables have errors.
    """
    tell(1, "читаются таблицы школы")
    folder = read_school_folder(wish.tables)
    passwords = Passwords(_CHEAP)
    login, name = wish.admin
    new = NewSchool(wish.school_name, wish.school_name, "", login, name)
    founded = found(store, clock, passwords, new, wish.password, wish.recovery_file, wish.password)
    room = StaffRoom(store, founded.school, clock)
    admin = staff_id(founded.school, login)
    room.take_seat(admin, "канцелярия")
    work = room.work(admin, room.reference())
    with store.reading() as session:
        tell(4, f"загружаются таблицы: учеников {len(folder.pupils)}, тем {len(folder.plans)}")
        drafts = import_drafts(session, ImportSchool(folder), work)
        station, tail = room.station(admin)
        frame = ImportFrame(new_id(), station, tail.seq + 2, len(drafts))
        room.hand_in(work, [frame.opening(), *drafts], session)
    room.bring_in()
    room.hand_in(work, [frame.closing(room.station(admin)[1])])
    room.bring_in()
    tell(FOUNDED - 1, "заводятся учётные записи")
    _open_accounts(room, passwords, wish.password)
    for user, place in _workplaces(room.reference()).items():
        room.take_seat(user, place)
    return room


def _open_accounts(room: StaffRoom, passwords: Passwords, password: str) -> None:
    with room.store.writing() as session:
        for member in staff_without_account(session, room.school):
            hashed = passwords.hash(password)
            now_ms = to_ms(room.clock.now)
            add_account(session, room.school, member.user, member.login, hashed, now_ms)


def _workplaces(reference: Reference) -> dict[str, str]:
    """Return who teaches, each with the room of the first lesson of the week."""
    return {
        line.teacher: f"каб. {line.room}" if line.room.isdecimal() else line.room
        for line in reversed(reference.timetable)
    }
