"""A school's tables from a console: checked, taken into a journal, sent to the centre."""

import argparse
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from desktop.settings import settings_path
from journal.clock import Clock
from journal.imports.cells import Unreadable
from journal.imports.difference import Difference, compare
from journal.imports.drafting import origins
from journal.imports.faults import ImportFaults
from journal.imports.known import known_school
from journal.imports.lines import SchoolFolder
from journal.imports.mapping import SchoolMapping
from journal.imports.moments import read_date
from journal.imports.new_timetable import TimetableChange
from journal.imports.presets import load_presets
from journal.imports.proposing import propose
from journal.imports.reading import Reading, read_school
from journal.imports.report import report, save_report
from journal.imports.sources import Sources, open_sources
from journal.log import Stamp, count_unsent
from journal.queries.school import read_reference
from journal.services.school_import import ImportSchool, import_school
from journal.services.work import Work
from sync.client import SyncClient
from sync.enrolment import OpenJournal, first_sign_in, has_journal, sign_in_offline
from sync.link import LinkError, Refused, Unreachable

TABLES_HAVE_ERRORS = 3
"""Exit code of an import whose tables have errors; 1 is any other refusal."""

ATTEMPTS = 6
_PAUSE_S = 5.0
_BUSY = ("busy", "wait")
_SEVERITIES = {"error": "Ошибка", "warning": "Внимание"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be brought in.

    Attributes:
        change: from when the timetable holds; ``None``: from today.
        report_file: where a report is written, if anywhere.
    """

    paths: Sequence[Path]
    change: TimetableChange | None = None
    report_file: Path | None = None


def offer(wishes: "argparse._SubParsersAction[Any]") -> None:
    """Add the command of this module to the console."""
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
    bring.add_argument(
        "--login", default="", help="логин администратора или заместителя; без --check обязателен"
    )
    bring.add_argument(
        "--check",
        action="store_true",
        help="только проверить, ничего не менять; с --login - рядом с тем, что уже в журнале",
    )
    bring.add_argument("--report", type=Path, metavar="ФАЙЛ.json", help="записать отчёт")
    bring.add_argument(
        "--since",
        type=_day,
        metavar="ДД.ММ.ГГГГ",
        help="с какого дня действует новое расписание; обычно с сегодняшнего",
    )
    bring.add_argument(
        "--keep-lessons",
        action="store_true",
        help="уроки, которых в новом расписании нет, не прекращать",
    )
    bring.add_argument("--server", default="", help="адрес центрального сервера (первый вход)")
    bring.add_argument("--journals", type=Path, help="папка журналов, если не обычная")


def wish_of(asked: argparse.Namespace, today: date) -> Wish:
    """Return what was asked for at the console."""
    change = None
    if asked.since or asked.keep_lessons:
        change = TimetableChange(asked.since or today, ends_gone=not asked.keep_lessons)
    return Wish(asked.paths, change, asked.report)


def presets_path() -> Path:
    """Return where it is kept what was agreed about the columns of tables."""
    return settings_path().parent / "import-presets.json"


def check(wish: Wish, journal: OpenJournal | None, clock: Clock) -> tuple[list[str], int]:
    """Return what an import would take and what is wrong with it, and the exit code.

    Nothing is written. With a ``journal`` the tables are read beside what it knows.
    """
    reading, mapping = _read(open_sources(wish.paths), journal, clock)
    if wish.report_file is not None:
        save_report(wish.report_file, report(reading, mapping, is_taken=False))
    told = [f"{_SEVERITIES[found.severity]}: {found}" for found in reading.findings]
    if reading.school is not None:
        told += _counted(reading)
        if journal is not None:
            told += _differing(_compare(journal, reading, wish, clock))
    told.append(f"Ошибок: {len(reading.errors)}, предупреждений: {len(reading.warnings)}.")
    told.append("Это проверка: в журнал ничего не записано.")
    return told, TABLES_HAVE_ERRORS if reading.errors else 0


def bring_in(
    wish: Wish,
    login: str,
    password: str,
    server: str,
    journals: Path,
    http: httpx.Client,
    clock: Clock,
    tell: Callable[[str], object] = print,
) -> None:
    """Read a school's tables into the journal of ``login`` and send it; ``tell`` what happens.

    What the journal knows already need not be in the tables. Without contact the lists stay in the
    journal and go to the centre with the next exchange.

    Raises:
        ImportFaults: the tables have errors; the report is written all the same.
        UserError: the sign-in failed, no right to import, no such files.
    """
    sources = open_sources(wish.paths)  # no such files: said before anybody signs in
    journal = open_journal(login, password, server, journals, http, clock)
    try:
        with suppress(LinkError):
            # others may have brought in what these tables rest on
            SyncClient(journal.store, journal.link(http, clock), clock).exchange()
        reading, mapping = _read(sources, journal, clock)
        if wish.report_file is not None and reading.school is None:
            save_report(wish.report_file, report(reading, mapping, is_taken=False))
        if reading.school is None:
            raise ImportFaults(reading.errors)
        found = _compare(journal, reading, wish, clock)
        with journal.store.writing() as session:
            taking = ImportSchool(reading.school, change=wish.change)
            changes = import_school(session, taking, _work(journal, clock))
        if wish.report_file is not None:
            save_report(wish.report_file, report(reading, mapping, is_taken=True))
        for line in (*map(str, reading.warnings), *_counted(reading), *_differing(found)):
            tell(line)
        tell(f"Новых записей: {len(changes.written)}")
        tell(send(journal, http, clock, tell))
    finally:
        journal.close()


def open_journal(
    login: str, password: str, server: str, journals: Path, http: httpx.Client, clock: Clock
) -> OpenJournal:
    """Open the journal of ``login`` on this computer, or make it.

    Raises:
        UserError: the sign-in failed.
    """
    if has_journal(journals, login):
        return sign_in_offline(journals, login, password)
    return first_sign_in(journals, server, login, password, http, clock)


def send(
    journal: OpenJournal,
    http: httpx.Client,
    clock: Clock,
    tell: Callable[[str], object],
    wait: Callable[[float], object] = time.sleep,
) -> str:
    """Send what was written; return how it ended.

    A centre that takes its time works on all the same: it is asked again, and what it has taken is
    known to it.
    """
    with journal.store.reading() as session:
        total = count_unsent(session)

    def tell_left(left: int) -> None:
        if total:
            tell(f"Перенесено {max(total - left, 0)} из {total}")

    client = SyncClient(journal.store, journal.link(http, clock), clock, tell_left)
    for attempt in range(ATTEMPTS):
        try:
            client.exchange()
            return "Всё перенесено на центральный сервер."
        except Unreachable:
            pause = _PAUSE_S
        except Refused as refusal:
            if refusal.problem.code not in _BUSY:
                return f"Центральный сервер не принял записи: {refusal.problem.words}"
            pause = min(refusal.retry_after or _PAUSE_S, 60.0)
        except LinkError:
            break
        if attempt + 1 < ATTEMPTS:
            tell("Центральный сервер ещё не ответил, повторяем.")
            wait(pause)
    return "Центральный сервер не ответил: записи уйдут при следующей связи с ним."


def _read(
    sources: Sources, journal: OpenJournal | None, clock: Clock
) -> tuple[Reading, SchoolMapping]:
    """Read tables as they are proposed, beside what a journal knows."""
    mapping = propose(sources.sheets, load_presets(presets_path()))
    if journal is None:
        return read_school(sources, mapping), mapping
    work = _work(journal, clock)
    with journal.store.reading() as session:
        known = known_school(session, work.reference, work.today)
    return read_school(sources, mapping, known), mapping


def _work(journal: OpenJournal, clock: Clock) -> Work:
    with journal.store.reading() as session:
        reference = read_reference(session, journal.school)
    return Work(reference, Stamp(journal.user, clock.read(), reference.profile_number))


def _compare(journal: OpenJournal, reading: Reading, wish: Wish, clock: Clock) -> Difference:
    work = _work(journal, clock)
    assert reading.school is not None
    with journal.store.reading() as session:
        return compare(session, work.reference, reading.school, work.user, work.today, wish.change)


def _counted(reading: Reading) -> list[str]:
    school = reading.school or SchoolFolder()
    return [f"{word}: {count}" for word, count in origins(school).items()]


def _differing(found: Difference) -> list[str]:
    """Return how the tables differ from the journal; lessons that end are named one by one."""
    told = list(found.obstacles)
    told += [f"Прекращается: {line.what}" for line in found.ended]
    told.append(
        f"Нового: {len(found.added)}, изменится: {len(found.changed)}, "
        f"прекратится уроков недели: {len(found.ended)}, без перемен: {found.same}, "
        f"нет в таблицах и останется: {len(found.gone)}."
    )
    return told


def _day(text: str) -> date:
    try:
        return read_date(text)
    except Unreadable as fault:
        raise argparse.ArgumentTypeError(f"«{text}» — {fault}") from fault
