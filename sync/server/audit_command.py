"""The command ``audit``: who did what to accounts, stations, posts and papers."""

import argparse
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.clock import Clock, from_ms, to_ms
from journal.errors import UserError
from journal.facts_school import StaffRow
from journal.store import Store
from sync.server.accounts import known_account
from sync.server.schools import pick_school
from sync.server.tables import AuditRow, EnrolledRow
from sync.server.user_command import short_name

WORDS = {
    "signed_in": "вход",
    "sign_in_refused": "вход не удался",
    "sign_in_slowed": "подряд много неудачных входов, вход замедлен",
    "signed_out": "входы закрыты администратором",
    "account_added": "заведена учётная запись",
    "account_disabled": "отключена учётная запись",
    "password_changed": "сотрудник сменил пароль",
    "password_refused": "смена пароля не удалась",
    "password_reset": "администратор сменил пароль",
    "station_enrolled": "заведено рабочее место",
    "station_revoked": "отключено рабочее место",
    "posts_changed": "изменены должности",
    "profile_changed": "изменён локальный акт",
    "copy_printed": "напечатана копия",
    "copy_marked": "отметка о копии",
    "values_erased": "стёрты значения по акту",
    "parcel_taken": "принят пакет",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``audit list`` takes."""
    parser.add_argument("--since", type=_day, help="с какого дня: 2026-11-24")
    parser.add_argument("--user", default="", help="логин, чьи действия показать")


def list_audit(store: Store, _: Clock, options: argparse.Namespace) -> int:
    """Print the lines of the audit, oldest first."""
    with store.reading() as session:
        school = pick_school(session, options.school)
        query = select(AuditRow).where(AuditRow.school == school)
        if options.since is not None:
            since = datetime.combine(options.since, time(), tzinfo=UTC)
            query = query.where(AuditRow.at_ms >= to_ms(since))
        if options.user:
            account = known_account(session, options.user)
            if account.school != school:
                raise UserError(f"Логин «{options.user}» - другой школы. Проверьте --school.")
            query = query.where(AuditRow.user == account.user)
        rows = session.scalars(query.order_by(AuditRow.at_ms, AuditRow.id)).all()
        names, numbers = _names(session, school), _numbers(session, school)
    for row in rows:
        parts = [
            f"{from_ms(row.at_ms):%d.%m.%Y %H:%M:%S} UTC",
            WORDS.get(row.what, row.what),
            names.get(row.user, row.user[:8]) or "-",
            f"рабочее место № {numbers.get(row.station, '?')}" if row.station else "",
            row.detail,
        ]
        print("\t".join(part for part in parts if part))
    if not rows:
        print("Таких записей нет.")
    return 0


def _names(session: Session, school: str) -> dict[str, str]:
    rows = session.scalars(select(StaffRow).where(StaffRow.school == school))
    return {row.user: short_name(row) for row in rows}


def _numbers(session: Session, school: str) -> dict[str, int]:
    rows = session.scalars(select(EnrolledRow).where(EnrolledRow.school == school))
    return {row.station: row.number for row in rows}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» - не день; нужно как 2026-11-24") from None
