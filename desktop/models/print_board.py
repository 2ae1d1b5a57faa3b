"""What is to be printed, what is missing in it, and how it would look: the page «Печать»."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.copying import Checked, Desk, Printed, check_term, desk_of, preview_term, print_term
from desktop.models.page_choice import PageChoice
from desktop.models.rows import RowsModel
from desktop.tasks import Tasks
from desktop.workspace import Workspace
from journal.calendar import Period, school_year_of
from journal.changes import Changes
from journal.errors import UserError
from journal.queries.precheck import Gap, GapKind, Precheck
from journal.queries.spreads import TermWish
from journal.reference import RegisterPage, SchoolClass
from journal.rights import may_read_page
from printing.rendered import Rendered

_AFTER_CHOICE_MS, _AFTER_COMMIT_MS = 120, 600
_STILL_ASKED_FOR = timedelta(days=21)


_MISSING: Mapping[GapKind, str] = {
    "roll_call": "перекличек",
    "topic": "тем",
    "homework": "заданий",
    "term_mark": "отметок за период",
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look at what is to be printed; ``rendered`` is ``None`` when nothing is chosen."""

    wish: TermWish
    checked: Checked
    rendered: Rendered | None


@dataclass(frozen=True, slots=True)
class PageGaps:
    """Everything that is missing on one page."""

    page: str
    subject: str
    teacher: str
    gaps: tuple[Gap, ...]

    @property
    def words(self) -> str:
        """All of it in one line: «нет тем 3, заданий 3»."""
        return "нет " + ", ".join(f"{_MISSING[gap.kind]} {gap.count}" for gap in self.gaps)


class PrintBoard(QObject):
    """Holds the choice and looks the pages through in the background, one look at a time.

    Signals:
        choice_changed: another class, period or other subjects; ``look`` is of the choice before.
        looked: there is a newer ``look``.
        busy_changed: ``is_looking`` or ``is_printing`` is another now.
        printed: a copy or draft is ready (``Printed``).
        refused: something could not be done, in words for people.
    """

    choice_changed = Signal()
    looked = Signal()
    busy_changed = Signal()
    printed = Signal(object)
    refused = Signal(str)

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._is_watched = False
        self._is_wanted = False
        self.is_looking = False
        self.is_printing = False
        self.look: Look | None = None
        self.class_id = ""
        self.period = ""
        self.pages = PageChoice(self)
        self.gaps = RowsModel[PageGaps](lambda gaps: gaps.page, _gaps_in_words, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._begin)
        self.pages.chosen_changed.connect(self._choice_changed)
        workspace.committed.connect(self._follow)
        self._choose_first()

    # -- the choice --------------------------------------------------------------------------------

    def classes(self) -> Sequence[SchoolClass]:
        """Return the classes of this school year in which the user sees a page."""
        reference = self._workspace.reference
        seen = {page.class_id for page in reference.pages.values() if self._may_read(page)}
        year = school_year_of(self._today)
        found = [each for each in reference.classes.values() if each.id in seen]
        of_year = [each for each in found if each.year == year]
        return sorted(of_year or found, key=lambda each: (-each.year, each.grade, each.letter))

    def periods(self) -> Sequence[Period]:
        """Return the periods of the chosen class that have begun."""
        pages = self._pages_of(self.class_id)
        if not pages:
            return ()
        periods = self._workspace.reference.periods_of(pages[0].id)
        return [period for period in periods if period.start <= self._today] or periods[:1]

    def choose_class(self, class_id: str) -> None:
        """Choose another class; the period stays where the class has it."""
        if class_id == self.class_id:
            return
        self.class_id = class_id
        self._keep_period()
        self.pages.show_pages(self._pages_of(class_id))

    def choose_period(self, period: str) -> None:
        """Choose another period."""
        if period != self.period:
            self.period = period
            self._choice_changed()

    def choose_page(self, page: str, period: str) -> None:
        """Choose one page of the register, as from another screen."""
        self.choose_class(self._workspace.reference.pages[page].class_id)
        self.choose_period(period)
        self.pages.tick_only(page)

    @property
    def precheck(self) -> Precheck | None:
        """What was found on the ticked pages; ``None`` until they were looked through."""
        if self.look is None or self.look.wish != self._wish():
            return None
        return self.look.checked.precheck

    @property
    def is_up_to_date(self) -> bool:
        """Whether ``look`` is of the choice and the journal as they are now."""
        awaits = self.is_looking or self._is_wanted or self._later.isActive()
        return not awaits and self.precheck is not None

    def file_name(self) -> str:
        """Return a name for the file: «5А, I четверть, русский язык.pdf»."""
        reference = self._workspace.reference
        titles = [reference.pages[page].title for page in self.pages.chosen]
        subjects = titles[0] if len(titles) == 1 else f"предметов {len(titles)}"
        draft = ", черновик" if self.precheck is not None and self.precheck.draft_reasons else ""
        class_title = reference.classes[self.class_id].title
        name = f"{class_title}, {reference.periods[self.period].name}, {subjects}{draft}.pdf"
        return name.replace("/", "-")

    # -- looking and printing ----------------------------------------------------------------------

    def watch(self, is_watched: bool) -> None:
        """Look at once from now on (the page is to be seen), or only when it comes back."""
        self._is_watched = is_watched
        if is_watched and (self.look is None or self._is_wanted):
            self._later.start(0)
        elif not is_watched and self._later.isActive():
            self._later.stop()
            self._is_wanted = True

    def print_to(self, path: Path) -> None:
        """Print what is chosen into a file: a copy, or a draft while there is a reason for it."""
        if self.is_printing or not self.pages.chosen:
            return
        self._set_printing(True)
        print_term(
            self._workspace, self._tasks, self._wish(), path, self._after_print, self._after_fault
        )

    def _after_print(self, printed: Printed) -> None:
        self._set_printing(False)
        self.printed.emit(printed)

    def _after_fault(self, fault: Exception) -> None:
        self._set_printing(False)
        if not isinstance(fault, UserError):
            raise fault
        self.refused.emit(str(fault))

    def _set_printing(self, is_printing: bool) -> None:
        self.is_printing = is_printing
        self.busy_changed.emit()

    def _begin(self) -> None:
        """Start a look; while one runs, only remember that another is wanted."""
        self._is_wanted = self.is_looking
        if self.is_looking or not self.class_id or not self.period:
            return
        self.is_looking = True
        self.busy_changed.emit()
        self._tasks.run(
            _look,
            desk_of(self._workspace),
            self._wish(),
            self.pages.pages,
            done=self._show,
            failed=self._give_up,
        )

    def _show(self, look: Look) -> None:
        self.is_looking = False
        self.look = look
        counts = Counter(gap.page for gap in look.checked.gaps)
        if look.wish.class_id == self.class_id:
            self.pages.show_gaps(counts)
        self.gaps.show_rows(_by_page(look.checked.precheck.gaps))
        self.looked.emit()
        self.busy_changed.emit()
        if self._is_wanted and self._is_watched:
            self._later.start(0)

    def _give_up(self, fault: Exception) -> None:
        self.is_looking = False
        self.busy_changed.emit()
        raise fault

    # -- following the journal ---------------------------------------------------------------------

    def _follow(self, changes: Changes) -> None:
        if all(key.startswith("school/copy") for key in changes.keys):
            return  # what was printed says nothing new about the pages
        if changes.touches_reference():
            if self.class_id not in {each.id for each in self.classes()}:
                self._choose_first()
            else:
                self._keep_period()
                self.pages.show_pages(self._pages_of(self.class_id))
        if changes.touches_reference() or any(map(changes.touches_page, self.pages.pages)):
            self._look_later(_AFTER_COMMIT_MS)

    def _choice_changed(self) -> None:
        self.choice_changed.emit()
        self._look_later(_AFTER_CHOICE_MS)

    def _look_later(self, pause_ms: int) -> None:
        """Look again after a pause, so that several changes are looked at once."""
        if self._is_watched:
            self._later.start(pause_ms)
        else:
            self._is_wanted = True

    def _choose_first(self) -> None:
        classes = self.classes()
        if not classes:
            self.class_id = self.period = ""
            self.pages.show_pages([])
            return
        own = [each for each in classes if each.teacher == self._workspace.user]
        self.choose_class((own or list(classes))[0].id)

    def _keep_period(self) -> None:
        periods = self.periods()
        if self.period in {each.id for each in periods}:
            return
        self.period = _likely(periods, self._today).id if periods else ""

    def _pages_of(self, class_id: str) -> list[RegisterPage]:
        pages = self._workspace.reference.pages.values()
        found = [page for page in pages if page.class_id == class_id and self._may_read(page)]
        return sorted(found, key=lambda page: (page.order, page.title))

    def _may_read(self, page: RegisterPage) -> bool:
        reference = self._workspace.reference
        person = reference.person(self._workspace.user)
        return may_read_page(person, reference.page_facts(page.id)) is None

    def _wish(self) -> TermWish:
        return TermWish(self.class_id, self.pages.chosen, self.period, self._today)

    @property
    def _today(self) -> date:
        return self._workspace.now.date()


def _look(desk: Desk, wish: TermWish, pages: tuple[str, ...]) -> Look:
    checked = check_term(desk, wish, pages)
    return Look(wish, checked, preview_term(desk, wish, checked) if wish.pages else None)


def _likely(periods: Sequence[Period], today: date) -> Period:
    """Return the period that is printed now: the one that ended lately, else the last begun."""
    ended = [period for period in periods if period.end < today <= period.end + _STILL_ASKED_FOR]
    return ended[-1] if ended else periods[-1]


def _by_page(gaps: Sequence[Gap]) -> list[PageGaps]:
    pages: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        pages[gap.page].append(gap)
    return [
        PageGaps(page, found[0].subject, found[0].teacher, tuple(found))
        for page, found in pages.items()
    ]


def _gaps_in_words(gaps: PageGaps) -> str:
    return f"{gaps.subject}, {gaps.teacher}: {gaps.words}"
