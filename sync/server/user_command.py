"""The command ``user``: who may sign in."""

import argparse
import sys
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import values
from journal.clock import Clock, from_ms, to_ms
from journal.errors import UserError
from journal.facts_school import StaffRow
from journal.ids import staff_id
from journal.kinds import make_key
from journal.log import Draft
from journal.rights import ADMINISTRATOR, DEPUTY, DIRECTOR, SECRETARY, TEACHER
from journal.store import Store
from sync.server.accounts import (
    add_account,
    change_password,
    disable_account,
    find_staff,
    known_account,
    list_sessions,
    sign_out,
    staff_without_account,
)
from sync.server.asking import read_secret
from sync.server.desk import write
from sync.server.fencing import enter
from sync.server.passwords import Passwords, initial_password
from sync.server.schools import pick_school
from sync.server.tables import AccountRow, EnrolledRow

POSTS = {
    TEACHER: "Учитель",
    DEPUTY: "Заместитель директора",
    DIRECTOR: "Директор",
    ADMINISTRATOR: "Администратор",
    SECRETARY: "Секретарь",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``user add`` takes."""
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--login", help="логин сотрудника")
    who.add_argument(
        "--all-staff",
        action="store_true",
        help="завести всех сотрудников, у кого учётной записи ещё нет",
    )
    parser.add_argument("--name", help="фамилия, имя, отчество: если сотрудника нет в списке школы")
    parser.add_argument(
        "--post", choices=POSTS, action="append", help="должность нового сотрудника"
    )
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="с --all-staff: один пароль для всех строкой на вход, иначе каждому случайный",
    )


def add_users(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """Give accounts to one member of staff or to all."""
    if options.all_staff:
        return _add_all(store, clock, options)
    hashed = Passwords().hash(read_secret(f"Пароль для {options.login}"))
    reading = clock.read()
    with store.writing() as session:
        school = pick_school(session, options.school)
        member = find_staff(session, school, options.login)
        if member is not None:
            user = member.user
        elif options.name and options.post:
            user = staff_id(school, options.login)
            write(session, school, user, [_staff_draft(user, options)], reading)
        else:
            raise UserError(
                f"Сотрудника с логином «{options.login}» в школе нет. "
                "Чтобы завести нового, добавьте --name и --post."
            )
        add_account(session, school, user, options.login, hashed, to_ms(reading.wall))
    print(f"Учётная запись «{options.login}» заведена.")
    return 0


def set_password(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """Give an account a new password."""
    hashed = Passwords().hash(read_secret(f"Новый пароль для {options.login}"))
    with store.writing() as session:
        change_password(session, options.login, hashed, to_ms(clock.read().wall))
    print(f"Пароль для «{options.login}» сменён, прежние входы закрыты.")
    return 0


def disable_user(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """Let an account sign in no more."""
    with store.writing() as session:
        disable_account(session, options.login, to_ms(clock.read().wall))
    print(f"Учётная запись «{options.login}» отключена, входы закрыты.")
    return 0


def show_sessions(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """Print the open sessions of an account."""
    with store.reading() as session:
        account = known_account(session, options.login)
        sessions = list_sessions(session, account, to_ms(clock.read().wall))
        query = select(EnrolledRow).where(EnrolledRow.school == account.school)
        stations = {row.station: row for row in session.scalars(query)}
    for row in sessions:
        station = stations.get(row.station or "")
        place = f"№ {station.number} {station.name}".strip() if station else "без рабочего места"
        print(
            f"вход {from_ms(row.created_ms):%d.%m.%Y %H:%M} UTC\t"
            f"последний день {from_ms(row.used_ms):%d.%m.%Y}\t{place}"
        )
    if not sessions:
        print(f"Открытых входов у «{account.login}» нет.")
    return 0


def end_user_sessions(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """End all sessions of an account."""
    with store.writing() as session:
        ended = sign_out(session, options.login, to_ms(clock.read().wall))
    print(f"Закрыто входов: {ended}. Записи на рабочих местах целы и передаются по-прежнему.")
    return 0


def list_users(store: Store, _: Clock, options: argparse.Namespace) -> int:
    """Print the accounts."""
    with store.reading() as session:
        school = pick_school(session, options.school)
        names = dict(_names(session, school))
        rows = session.scalars(
            select(AccountRow).where(AccountRow.school == school).order_by(AccountRow.login)
        )
        for row in rows:
            state = "отключена" if row.disabled_ms is not None else "действует"
            print(f"{row.login}\t{names.get(row.user, '')}\t{state}")
    return 0


def short_name(row: StaffRow) -> str:
    """Return surname and initials of a member of staff."""
    initials = " ".join(f"{part[0]}." for part in (row.name, row.patronymic) if part)
    return f"{row.surname} {initials}".strip()


def _add_all(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    passwords = Passwords()
    shared = read_secret("Пароль для всех") if options.password_stdin else None
    with store.reading() as session:
        school = pick_school(session, options.school)
        members = staff_without_account(session, school)
    added: list[tuple[str, str, str]] = []
    refused: list[str] = []
    for member in members:
        password = shared or initial_password()
        hashed = passwords.hash(password)
        try:
            with store.writing() as session:
                enter(session, school)
                now_ms = to_ms(clock.read().wall)
                add_account(session, school, member.user, member.login, hashed, now_ms)
        except UserError as refusal:
            # the passwords of all others have to be printed all the same
            refused.append(str(refusal))
        else:
            added.append((member.login, short_name(member), "" if shared else password))
    for line in added:
        print("\t".join(part for part in line if part))
    print(f"Заведено учётных записей: {len(added)}.")
    if added and not shared:
        print("Раздайте пароли сотрудникам: больше они нигде не записаны.")
    for words in refused:
        print(words, file=sys.stderr)
    return 1 if refused else 0


def _staff_draft(user: str, options: argparse.Namespace) -> Draft:
    surname, name, patronymic = [*options.name.split(maxsplit=2), "", "", ""][:3]
    posts = tuple(dict.fromkeys(options.post))
    fact = values.Staff(surname, name, patronymic, posts, POSTS[posts[0]], options.login.strip())
    return Draft("staff.set", make_key("staff.set", "", user), fact)


def _names(session: Session, school: str) -> Iterable[tuple[str, str]]:
    rows = session.scalars(select(StaffRow).where(StaffRow.school == school))
    return [(row.user, short_name(row)) for row in rows]
