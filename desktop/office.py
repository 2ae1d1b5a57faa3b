"""What is done from a console at a workplace: spreadsheets in, templates out, and upkeep."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx

from desktop import import_office, parcel_office, upkeep
from desktop.folders import journals_folder
from desktop.import_office import TABLES_HAVE_ERRORS, bring_in, check, open_journal, wish_of
from desktop.settings import SettingsFile, settings_path
from journal.clock import Clock, SystemClock
from journal.errors import UserError
from journal.files import replace_file
from journal.imports.cells import Unreadable
from journal.imports.faults import ImportFaults
from journal.imports.school_words import read_class_name
from journal.imports.templates import write_templates
from journal.queries.ical import calendar_file, class_lessons, teachers_lessons
from journal.queries.school import read_reference
from sync.enrolment import sign_in_offline
from sync.trust import keep_authority, trusted


def run(arguments: Sequence[str]) -> int:
    """Carry out what was asked for at a console; return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.wish == "templates":
            for file in write_templates(asked.folder):
                print(f"Записан шаблон {file}")
            return 0
        if asked.wish == "trust":
            settings_file = SettingsFile(settings_path())
            kept = keep_authority(asked.file, settings_path().parent)
            settings_file.save(replace(settings_file.load(), ca_file=str(kept)))
            print(f"Сертификат школы сохранён: {kept}. Перезапустите программу.")
            return 0
        if asked.wish == "parcel":
            for line in parcel_office.run(asked, SystemClock()):
                print(line)
            return 0
        journals = asked.journals or journals_folder()
        if asked.wish == "ical":
            password = upkeep.ask_password("Пароль: ")
            print(write_calendar(asked, password, journals, SystemClock()))
            return 0
        if asked.wish in upkeep.WISHES:
            settings, now = SettingsFile(settings_path()).load(), SystemClock().read().wall
            for line in upkeep.run(asked, journals, settings, now):
                print(line)
            return 0
        return _import(asked, journals, SystemClock())
    except ImportFaults as faults:
        print(faults, file=sys.stderr)
        return TABLES_HAVE_ERRORS
    except UserError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _import(asked: argparse.Namespace, journals: Path, clock: Clock) -> int:
    """Check or bring in a school's tables; return the exit code."""
    wish = wish_of(asked, clock.read().wall.date())
    if not asked.login:
        if not asked.check:
            raise UserError("Чей это импорт? Добавьте --login с логином или --check для проверки.")
        return _told(*check(wish, None, clock))
    password = upkeep.ask_password("Пароль: ")
    authority = trusted(SettingsFile(settings_path()).load().ca_file)
    with httpx.Client(timeout=30, verify=authority) as http:
        if not asked.check:
            bring_in(wish, asked.login, password, asked.server, journals, http, clock)
            return 0
        journal = open_journal(asked.login, password, asked.server, journals, http, clock)
        try:
            return _told(*check(wish, journal, clock))
        finally:
            journal.close()


def _told(lines: Sequence[str], code: int) -> int:
    for line in lines:
        print(line)
    return code


def write_calendar(asked: argparse.Namespace, password: str, journals: Path, clock: Clock) -> str:
    """Write the rest of the school year of a teacher or a class as a calendar; say what is done.

    Raises:
        UserError: no such class, the sign-in failed, the file cannot be written.
    """
    journal = sign_in_offline(journals, asked.login, password)
    try:
        with journal.store.reading() as session:
            reference = read_reference(session, journal.school)
        now = clock.read().wall
        today = now.astimezone(reference.zone).date()
        last = max((period.end for period in reference.periods.values()), default=today)
        lessons = teachers_lessons(reference, journal.user, today, last)
        if asked.of_class:
            title = read_class_name(asked.of_class)
            named = [known for known in reference.classes.values() if known.title == title]
            if not named:
                raise UserError(f"Класса {title} в журнале нет. Проверьте его название.")
            newest = max(named, key=lambda known: known.year)
            lessons = class_lessons(reference, newest.id, today, last)
        replace_file(asked.file, calendar_file(reference, lessons, now))
    except Unreadable as fault:
        raise UserError(f"«{asked.of_class}» — {fault}.") from fault
    except OSError as fault:
        raise UserError(
            f"Файл «{asked.file}» не записан: проверьте папку и место на диске."
        ) from fault
    finally:
        journal.close()
    return f"Расписание записано: {asked.file}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="uchitelskaya", description="Электронная учительская: рабочее место школы."
    )
    wishes = parser.add_subparsers(dest="wish", required=True, metavar="ЧТО")
    import_office.offer(wishes)
    ical = wishes.add_parser("ical", help="записать расписание для календаря телефона (ics)")
    ical.add_argument("file", type=Path, metavar="ФАЙЛ.ics")
    ical.add_argument("--login", required=True, help="чей журнал открыть; расписание - её же")
    ical.add_argument("--class", dest="of_class", default="", help="расписание класса, как 5А")
    ical.add_argument("--journals", type=Path, help="папка журналов, если не обычная")
    upkeep.offer(wishes)
    parcel_office.offer(wishes)
    trust = wishes.add_parser("trust", help="верить сертификатам, которые выдала школа")
    trust.add_argument("file", type=Path, metavar="ФАЙЛ", help="сертификат её центра, PEM")
    templates = wishes.add_parser("templates", help="записать шаблоны таблиц в папку")
    templates.add_argument("folder", type=Path, metavar="ПАПКА")
    return parser
