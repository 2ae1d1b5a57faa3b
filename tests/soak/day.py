"""A working day in fast motion on the whole demo school: ``python3 run.py soak day``.

A scripted teacher at the real window types marks by keys, prints, and loses the network, in passes
that all do the same. Between the second pass and the last one the program may not grow, nothing
may be logged, and in the end station and centre hold the same entries.
"""

from __future__ import annotations

import argparse
import gc
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from desktop.collecting import Collector
from desktop.crash import CrashLog
from desktop.demo.keeping import keep, kept_centre
from desktop.demo.preparing import PASSWORD, Wish, prepare, read_school
from desktop.demo.stage import Stage
from desktop.heaps import share_heaps
from desktop.language import speak_russian
from desktop.program import Program
from desktop.theme import Theme
from journal.reference import Reference
from journal.store import Store
from journal.tables import EntryRow
from sync.server.database import open_centre
from tests.desktop.notebook import Notebook
from tests.soak.comparing import Held, disagreements, read_held, read_scopes
from tests.soak.teacher import Teacher
from tests.soak.weight import Weight, weigh
from tests.sync.centre import CHEAP
from tests.sync.cutting_proxy import CuttingProxy, cutting_proxy

_HELP = """\
Рабочий день учителя в ускоренном виде на полной учебной школе. Код завершения 1, если программа
растёт, что-то записано в журнал ошибок или записи рабочего места и сервера расходятся."""
_ZONE = ZoneInfo("Europe/Moscow")
_BEGINS = time(13, 30)
_MOST = 5.0  # per cent
_HARMLESS = ("This plugin does not support",)  # what a platform without a screen has not


@dataclass
class Day:
    """What the passes are done on, and what is seen meanwhile.

    Attributes:
        colleague: signs in and out beside the teacher in every pass, so that what a closed
            session leaves behind is weighed too.
        said: warnings of Qt, of libraries and of the crash log.
    """

    app: QApplication
    teacher: Teacher
    program: Program
    notebook: Notebook
    colleague: str
    beside: Notebook
    said: list[str] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)

    def run(self, marks: int, losses: int, *, has_visitor: bool = True) -> None:
        """Do one pass and weigh the program after it."""
        self.teacher.work(marks, losses)
        if has_visitor:
            self._visit()
        self.teacher.rest()
        assert self.program.journal is not None
        self.weights.append(weigh(self.app, self.program.journal.store))

    def _visit(self) -> None:
        """Let the colleague sign in and out, and close her window."""
        other = self.beside.starts()
        self.beside.sign_in(other, self.colleague)
        other.leave()
        self.beside.closes(other)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Station and centre in the end. ``own``: entries of the station here and there."""

    wrong: tuple[str, ...]
    own: tuple[int, int]
    marks: int
    sums: tuple[str, str]


def compare(program: Program, centre: Store) -> Comparison:
    """Hold the journal of an open program against the centre's database."""
    journal = program.journal
    assert journal is not None
    with centre.reading() as session:
        there = read_held(session)
    with journal.store.reading() as session:
        wrong = disagreements(session, there)
        here, scopes = read_held(session), read_scopes(session)
        marks = session.scalar(
            select(func.count())
            .select_from(EntryRow)
            .where(EntryRow.station == journal.station, EntryRow.kind == "mark.set")
        )
    own = (_count(here, journal.station), _count(there, journal.station))
    return Comparison(tuple(wrong), own, marks or 0, (here.digest(scopes), there.digest(scopes)))


def faults_of(day: Day, compared: Comparison) -> list[str]:
    """Return what was not as it has to be, in sentences."""
    found = [f"Сказано: {words}" for words in day.said]
    if len(day.weights) > 2:
        second, last = day.weights[1], day.weights[-1]
        for what, growth in last.growth(second).items():
            if growth >= _MOST:
                found.append(f"Растут {what}: {growth:+.1f} %")
        if len(found) > len(day.said):
            found += [f"  {line}" for line in last.gained(second)]
    if compared.wrong:
        found.append(f"Расходятся с сервером: {len(compared.wrong)}, {compared.wrong[:3]}")
    if compared.own[0] != compared.own[1] or compared.sums[0] != compared.sums[1]:
        found.append("На рабочем месте и на сервере разные записи.")
    if compared.marks != day.teacher.written:
        found.append(f"Записей об отметках {compared.marks}, а сделано {day.teacher.written}.")
    return found


@contextmanager
def listening(day_said: list[str]) -> Iterator[None]:
    """Note every warning of Qt and of libraries for as long as the block lasts."""

    def hear(kind: QtMsgType, _context: object, words: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not words.startswith(_HARMLESS):
            day_said.append(words)

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            day_said.append(f"{record.name}: {record.msg}")

    ear = Ear(logging.WARNING)
    logging.getLogger().addHandler(ear)
    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        logging.getLogger().removeHandler(ear)


def main(arguments: list[str]) -> int:
    """Run the day, print what came out; return 1 when anything is not as it has to be."""
    parser = argparse.ArgumentParser("run.py soak day", description=_HELP)
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--marks", type=int, default=2000, help="сколько всего отметок")
    parser.add_argument("--losses", type=int, default=20, help="сколько раз пропадает сеть")
    parser.add_argument("--date", type=date.fromisoformat, default=date(2026, 10, 20))
    options = parser.parse_args(arguments)
    share_heaps()
    app = QApplication(sys.argv[:1])
    speak_russian(app)
    folder = Path(tempfile.mkdtemp(prefix="uch-day-"))
    said: list[str] = []
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        start = datetime.combine(options.date, _BEGINS, _ZONE)
        stage = Stage(folder, start, CHEAP)
        stack.callback(stage.close)
        reference = _prepare(stage, start)
        centre = urlsplit(stage.centre.address)
        wire = stack.enter_context(cutting_proxy((centre.hostname or "", centre.port or 0)))
        stack.enter_context(listening(said))
        crash = CrashLog(folder / "log")
        crash.install()
        stack.callback(crash.remove)
        heard = stage.centre.log.stat().st_size
        day = _begin(app, stage, wire, reference, said)
        collector = Collector()
        collector.start()
        stack.callback(collector.stop)
        for number in range(1, options.passes + 1):
            day.run(options.marks // options.passes, options.losses // options.passes)
            _say(f"Проход {number}: отметок {day.teacher.typed}, {day.weights[-1].words}")
        store = open_centre(stage.centre.database)
        stack.callback(store.close)
        compared = compare(day.program, store)
        said += crash.path.read_text(encoding="utf-8").splitlines() if crash.path.exists() else []
        said += _warnings(stage.centre.log, heard)
        faults = faults_of(day, compared)
        _say(report(day, compared, faults))
        day.program.window.close()
    return 1 if faults else 0


def report(day: Day, compared: Comparison, faults: list[str]) -> str:
    """Return what was done and what came out, in lines."""
    teacher = day.teacher
    growth = day.weights[-1].growth(day.weights[min(1, len(day.weights) - 1)])
    lines = (
        f"Отметок набрано: {teacher.typed}, документов напечатано: {len(teacher.printed)}, "
        f"сеть пропадала: {teacher.losses}",
        f"Записей рабочего места: {compared.own[0]}, из них на сервере: {compared.own[1]}",
        f"Сумма строк и записей здесь:      {compared.sums[0][:32]}",
        f"Сумма строк и записей на сервере: {compared.sums[1][:32]}",
        *(f"Рост со второго прохода, {what}: {each:+.2f} %" for what, each in growth.items()),
        f"Предупреждений: {len(day.said)}",
        *(f"НЕ ТАК: {fault}" for fault in faults),
    )
    return "\n".join(lines)


def _prepare(stage: Stage, start: datetime) -> Reference:
    """Start the centre of the whole school as it was that morning; made once a day."""
    kept = kept_centre(start.date(), "whole")
    if not kept.exists():
        _say("Готовится школа из 22 классов; это делается один раз.")
    keep(kept, lambda draft: prepare(draft, Wish(start), lambda *_: None))
    stage.centre.take(kept)
    reference = read_school(stage.centre.database)
    stage.centre.start()
    return reference


def _begin(
    app: QApplication, stage: Stage, wire: CuttingProxy, reference: Reference, said: list[str]
) -> Day:
    """Sign the class teacher with the most pages in, and choose a colleague."""
    pages = [each.teacher for each in reference.pages.values()]
    heads = sorted({each.teacher for each in reference.classes.values() if each.teacher})
    first, second = sorted(heads, key=pages.count)[-2:][::-1]
    theme = Theme(app, "light")
    places = []
    for name in ("notebook", "beside"):
        (stage.folder / name).mkdir()
        http = httpx.Client(timeout=httpx.Timeout(20, connect=2))
        places.append(
            Notebook(app, theme, stage.folder / name, http, wire.url, stage.clock, PASSWORD)
        )
    notebook, beside = places
    program = notebook.starts()
    notebook.sign_in(program, reference.staff[first].login)
    papers = stage.folder / "papers"
    papers.mkdir()
    teacher = Teacher(
        notebook, program, wire, lambda minutes: stage.clock.wait(minutes=minutes), papers
    )
    gc.collect()
    return Day(app, teacher, program, notebook, reference.staff[second].login, beside, said)


def _warnings(log: Path, heard: int) -> list[str]:
    """Return the lines of the centre's log after ``heard`` bytes that are no mere information."""
    lines = log.read_bytes()[heard:].decode().splitlines()
    return [line for line in lines if '"level": "info"' not in line]


def _count(held: Held, station: str) -> int:
    return sum(line.station == station for line in held.lines.values())


def _say(words: str) -> None:
    print(words, flush=True)
