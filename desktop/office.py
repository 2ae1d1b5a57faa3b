"""What is done from a console at a workplace: spreadsheets in, templates out, and upkeep."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx

from desktop import parcel_office, upkeep
from desktop.folders import journals_folder
from desktop.settings import SettingsFile, settings_path
from journal.clock import Clock, SystemClock
from journal.errors import UserError
from journal.files import replace_file
from journal.imports.cells import Unreadable
from journal.imports.drafting import origins
from journal.imports.faults import ImportFaults
from journal.imports.mapping import SchoolMapping
from journal.imports.presets import load_presets
from journal.imports.proposing import propose
from journal.imports.reading import Reading, read_school
from journal.imports.report import report, save_report
from journal.imports.school_words import read_class_name
from journal.imports.sources import open_sources
from journal.imports.templates import write_templates
from journal.log import Stamp
from journal.queries.ical import calendar_file, class_lessons, teachers_lessons
from journal.queries.school import read_reference
from journal.services.school_import import ImportSchool, import_school
from journal.services.work import Work
from sync.client import SyncClient
from sync.enrolment import OpenJournal, first_sign_in, has_journal, sign_in_offline
from sync.link import LinkError
from sync.trust import keep_authority, trusted

TABLES_HAVE_ERRORS = 3
"""Exit code of an import whose tables have errors; 1 is any other refusal."""

_SEVERITIES = {"error": "Ошибка", "warning": "Внимание"}


def presets_path() -> Path:
    """Return where it is kept what was agreed about the columns of tables."""
    return settings_path().parent / "import-presets.json"


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
        if asked.wish == "import" and asked.check:
            return _check(asked.paths, asked.report)
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
        password = upkeep.ask_password("Пароль: ")
        authority = trusted(SettingsFile(settings_path()).load().ca_file)
        with httpx.Client(timeout=30, verify=authority) as http:
            for line in bring_in(
                asked.paths,
                asked.login,
                password,
                asked.server,
                journals,
                http,
                SystemClock(),
                asked.report,
            ):
                print(line)
    except ImportFaults as faults:
        print(faults, file=sys.stderr)
        return TABLES_HAVE_ERRORS
    except UserError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _check(paths: Sequence[Path], report_file: Path | None) -> int:
    """Say what an import of these files would take and what is wrong with them; write nothing."""
    reading, mapping = _read(paths)
    if report_file is not None:
        save_report(report_file, report(reading, mapping, is_taken=False))
    for finding in reading.findings:
        print(f"{_SEVERITIES[finding.severity]}: {finding}")
    if reading.school is not None:
        for word, count in origins(reading.school).items():
            print(f"{word}: {count}")
    print(f"Ошибок: {len(reading.errors)}, предупреждений: {len(reading.warnings)}.")
    print("Это проверка: в журнал ничего не записано.")
    return TABLES_HAVE_ERRORS if reading.errors else 0


def _read(paths: Sequence[Path]) -> tuple[Reading, SchoolMapping]:
    sources = open_sources(paths)
    mapping = propose(sources.sheets, load_presets(presets_path()))
    return read_school(sources, mapping), mapping


def bring_in(
    paths: Sequence[Path],
    login: str,
    password: str,
    server: str,
    journals: Path,
    http: httpx.Client,
    clock: Clock,
    report_file: Path | None = None,
) -> list[str]:
    """Read a school's tables into the journal of ``login`` and send it; return what to tell.

    Without contact the lists stay in the journal and go to the centre with the next exchange.

    Raises:
        ImportFaults: the tables have errors; the report is written all the same.
        UserError: the sign-in failed, no right to import, no such files.
    """
    reading, mapping = _read(paths)
    if report_file is not None and reading.school is None:
        save_report(report_file, report(reading, mapping, is_taken=False))
    if reading.school is None:
        raise ImportFaults(reading.errors)
    school_folder = reading.school
    if has_journal(journals, login):
        journal = sign_in_offline(journals, login, password)
    else:
        journal = first_sign_in(journals, server, login, password, http, clock)
    try:
        with journal.store.reading() as session:
            reference = read_reference(session, journal.school)
        stamp = Stamp(journal.user, clock.read(), reference.profile_number)
        with journal.store.writing() as session:
            changes = import_school(session, ImportSchool(school_folder), Work(reference, stamp))
        if report_file is not None:
            save_report(report_file, report(reading, mapping, is_taken=True))
        told = [*map(str, reading.warnings)]
        told += [f"{word}: {count}" for word, count in origins(school_folder).items()]
        told.append(f"Новых записей: {len(changes.written)}")
        return [*told, _send(journal, http, clock)]
    finally:
        journal.close()


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


def _send(journal: OpenJournal, http: httpx.Client, clock: Clock) -> str:
    try:
        SyncClient(journal.store, journal.link(http, clock), clock).exchange()
    except LinkError:
        return "Центральный сервер не ответил: записи уйдут при следующей связи с ним."
    return "Всё перенесено на центральный сервер."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="uchitelskaya", description="Электронная учительская: рабочее место школы."
    )
    wishes = parser.add_subparsers(dest="wish", required=True, metavar="ЧТО")
    bring = wishes.add_parser(
        "import",
        help="загрузить таблицы школы",
        epilog="Код завершения: 0 - принято или ошибок нет, 1 - отказ, "
        f"{TABLES_HAVE_ERRORS} - в таблицах есть ошибки, ничего не записано.",
    )
    bring.add_argument(
        "paths",
        type=Path,
        nargs="+",
        metavar="ПАПКА|ФАЙЛ",
        help="xlsx, xls, ods, csv; расписание - и выгрузки aSc (xml) и Untis (GPU001.TXT)",
    )
    whose = bring.add_mutually_exclusive_group(required=True)
    whose.add_argument("--login", help="логин администратора или заместителя")
    whose.add_argument("--check", action="store_true", help="только проверить, ничего не менять")
    bring.add_argument("--report", type=Path, metavar="ФАЙЛ.json", help="записать отчёт")
    bring.add_argument("--server", default="", help="адрес центрального сервера (первый вход)")
    bring.add_argument("--journals", type=Path, help="папка журналов, если не обычная")
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
