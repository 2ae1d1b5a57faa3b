"""``python -m sync.server.past``: the centre of a demonstration with the school year so far.

Says on every line how far it is, in hundredths, and what it is at.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from journal.calendar import school_year_of
from journal.errors import UserError
from journal.queries.school_days import school_day_near
from journal.store import Store
from sync.server.asking import read_secret
from sync.server.database import create_centre, is_postgres
from sync.server.past.documents import PastDocuments
from sync.server.past.founding import FOUNDED, Founding, Tell, found_school
from sync.server.past.habits import Habits
from sync.server.past.lessons import PastLessons
from sync.server.past.staff_room import PastClock

_DAY = timedelta(days=1)
_LAST_DAYS = timedelta(days=3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the centre."""
    asked = _parser().parse_args(arguments)
    # everything that is made stays until the end: looking it through again and again costs a tenth
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        founding = Founding(
            asked.school_name,
            (asked.admin_login, asked.admin_name),
            read_secret("Пароль для всех"),
            asked.tables,
            asked.recovery_file,
        )
        with closing(create_centre(asked.database)) as store:
            if not is_postgres(asked.database):
                _be_quick(store)
            live(store, founding, asked.start, asked.since, _say)
    except UserError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def live(store: Store, founding: Founding, start: datetime, since: date | None, tell: Tell) -> None:
    """Found the school and let it live until the morning of the school day nearest to ``start``.

    ``since``: the first day of which lessons are kept, the first of the school year if ``None``.
    """
    year = school_year_of(start.date())
    clock = PastClock(datetime.combine(date(year, 8, 31), time(9, 0), start.tzinfo))
    room = found_school(store, clock, founding, tell)
    reference = room.reference()
    today = school_day_near(reference, start.date())
    first = since or date(year, 9, 1)
    habits = Habits(reference)
    lessons = PastLessons(room, reference, habits)
    documents = PastDocuments(room, reference, habits, first)
    days = [first + _DAY * step for step in range((today - first).days)]
    for place, day in enumerate(days):
        tell(FOUNDED + (100 - FOUNDED) * place // len(days), f"уроки {day:%d.%m.%Y}")
        if lessons.keep_day(day):
            documents.enter(day)
            room.send()
        # whoever looks at a term's last days finds its marks set
        lessons.set_term_marks(day, today + _LAST_DAYS if day == days[-1] else day)
        room.send()
    tell(100, f"записей: {room.written}")


def _be_quick(store: Store) -> None:
    """Let a file that is worth nothing until it is whole wait for no disk."""

    @event.listens_for(store.engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        for pragma in ("synchronous = OFF", "cache_size = -262144", "wal_autocheckpoint = 20000"):
            connection.execute(f"PRAGMA {pragma}")

    store.engine.dispose()


def _say(reached: int, words: str) -> None:
    print(reached, words, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Центральный сервер учебной школы с её прошлым")
    parser.add_argument("--database", required=True)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--recovery-file", type=Path, required=True)
    parser.add_argument("--school-name", required=True)
    parser.add_argument("--admin-login", required=True)
    parser.add_argument("--admin-name", required=True)
    parser.add_argument("--start", type=datetime.fromisoformat, required=True)
    parser.add_argument("--since", type=date.fromisoformat)
    return parser


if __name__ == "__main__":
    sys.exit(main())
