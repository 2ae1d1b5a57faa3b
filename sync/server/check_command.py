"""The command ``check``: is everything that follows from the log what it should be?"""

import argparse

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import Clock
from journal.queries.imports import count_incomplete
from journal.store import Store
from sync.server.checking import check_centre
from sync.server.counting import find_schools, read_counter
from sync.server.database import snapshot
from sync.server.fencing import enter
from sync.server.finding_words import FINDINGS
from sync.server.schools import pick_school, school_name
from sync.server.tables import FindingRow


def check(store: Store, _: Clock, options: argparse.Namespace) -> int:
    """Check the school that is named, or all; return 1 if anything is wrong with any of them."""
    with snapshot(store) as session:
        named = [pick_school(session, options.school)] if options.school else []
        schools = named or find_schools(session) or [pick_school(session)]
        wrong = [_check_school(session, school) for school in schools]
    return 1 if any(wrong) else 0


def _check_school(session: Session, school: str) -> bool:
    name = school_name(session, school)
    enter(session, school)
    faults = check_centre(session, school)
    number = read_counter(session, school).number
    print(f"{name} ({school[:8]}), записей: {number}")
    for fault in faults:
        print(f"  ! {fault}")
    if not faults:
        print("  Журнал сервера цел: строки, номера, цепочки и разделы сходятся.")
    for arrived, count in count_incomplete(session, school):
        print(f"  Загрузка таблиц ещё в пути: пришло {arrived} из {count} записей")
    counted = (
        select(FindingRow.kind, func.count())
        .where(FindingRow.school == school)
        .group_by(FindingRow.kind)
        .order_by(FindingRow.kind)
    )
    for kind, count in session.execute(counted):
        print(f"  Замечено и сохранено, не ошибка сервера: {FINDINGS[kind]}: {count}")
    return bool(faults)
