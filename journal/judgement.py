"""What becomes of an entry: the rows of the judgement table, asked about now, alike on both sides.

``rule`` asks whether a person may write a fact at all; ``judge`` adds what stands there already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from journal import kinds, pupil_values, values
from journal.bench import Bench, Place, Wish, place_of
from journal.deadlines import (
    absence_reason_due,
    end_of_day,
    is_in_time,
    mark_due,
    mark_lock,
    roll_call_due,
    term_mark_due,
    timeliness,
    topic_due,
)
from journal.entries import Entry
from journal.folding import LogLine, Standing, decision_of, resolve_base, undecided
from journal.permissions import may_decide_over, may_write
from journal.profile import Profile
from journal.reference import Lesson, Reference
from journal.rights import KEEP_LISTS, may_import
from journal.validity import value_fault
from journal.works import DEFAULT_WORK

LATE = "с опозданием"
NEEDS_NEWER = "запись сделана более новой программой: ждёт обновления сервера"
NEWER_DECISION = "решение записано более новой программой: решите ещё раз, когда сервер обновят"
WAITS_FOR_FACT = "ждёт записи, на которую опирается"
ACT_STANDS = "этот акт уже исполнен и не меняется: составьте новый"
FOREIGN_IMPORT = "рабочее место говорит о загрузке другого рабочего места"
CORRECTION_ASKS = "исправление выставленной отметки - только по запросу, укажите причину"
CARD_ASKS = "личную карту меняют по запросу: решает заместитель директора"
CERTIFIED = "заверена копия этой страницы: ждёт решения заместителя директора"
_ON_CARDS = values.Pupil | pupil_values.Card | pupil_values.Parent
_LONGEST_COVER = 400
_TIMED = (
    "mark.set",
    "attendance.set",
    "lesson.rollcall",
    "lesson.topic",
    "lesson.homework",
    "homework.pupil",
)
_LOCKED = ("mark.set", "attendance.set")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its Russian reason.

    ``target``: the equal entry of a merged one; ``late``: past due; ``request``: held because the
    cell is locked, so a reason makes it a request for a correction.
    """

    verdict: str
    reason: str = ""
    target: str | None = None
    late: bool = False
    request: bool = False


def judge(
    entry: Entry, lines: Mapping[str, LogLine], standing: Standing, bench: Bench
) -> Judgement:
    """Return the verdict on ``entry``, given the lines of its key without it."""
    if entry.id in bench.erased and entry.kind in kinds.ERASABLE:
        return Judgement("refused", bench.erased[entry.id])
    if entry.value is None and entry.kind == kinds.DECISION:
        return Judgement("refused", "решение без содержания")
    if entry.value is None:
        return Judgement("held", WAITS_FOR_FACT)
    try:
        value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
        if entry.kind == kinds.DECISION:
            kinds.split_key(entry.key)  # any kind's key will do for a decision
    except kinds.NewerVersion:
        if entry.kind == kinds.DECISION:
            return Judgement("refused", NEWER_DECISION)
        return Judgement("held", NEEDS_NEWER)
    except kinds.BadEntry as fault:
        is_newer = entry.kind == kinds.DECISION and bool(standing.open)
        return Judgement("refused", NEWER_DECISION if is_newer else str(fault))
    if isinstance(value, values.Decision):
        return _judge_decision(entry, value, lines, standing, bench)
    if _is_foreign_import(entry, value):
        return Judgement("refused", FOREIGN_IMPORT)
    wish = Wish(entry.author, entry.kind, entry.key, value, entry.wall_ms)
    ruled = rule(wish, lines, standing, bench, bench.measured_at(entry))
    if ruled.verdict != "accepted":
        return ruled
    if isinstance(value, values.IntervalClosed):
        # a difference is shown to people, it is no fault of the entry
        ruled = replace(ruled, reason=bench.miscounted(value))
    return _compare(entry, value, lines, standing, ruled)


def rule(
    wish: Wish,
    lines: Mapping[str, LogLine],
    standing: Standing,
    bench: Bench,
    measured: datetime,
) -> Judgement:
    """Return whether ``wish`` is right in itself: accepted, held or refused with the reason."""
    place = place_of(wish.key, bench)
    fault = value_fault(wish.value, place.page, bench.reference)
    if fault:
        return Judgement("refused", fault)
    if place.missing and not _comes_with_its_page(wish, place, bench.reference):
        return Judgement("held", WAITS_FOR_FACT)
    if bench.station_user not in (None, wish.author):
        return Judgement("held", "запись сделана на чужом рабочем месте: ждёт решения")
    reason = may_write(wish.author, wish.kind, wish.key, wish.value, place, bench.reference)
    reason = reason or _shut(wish.kind, place, bench.reference) or _contested_copy(wish, bench)
    if reason:
        return Judgement("held", reason)
    asked = _only_asked(wish, place, bench.reference)
    if asked:
        return Judgement("held", asked, request=True)
    if wish.kind == kinds.IMPORT_UNDO:
        import_id = kinds.split_key(wish.key)[1]["import_id"]
        if import_id in bench.depended_on:
            return Judgement("refused", bench.depended_on[import_id])
    return _in_time(wish, place, lines, standing, bench, measured)


def due_and_lock(page: str, lesson: Lesson, column: str, bench: Bench) -> tuple[date, date]:
    """Return until when a mark of this column is in time, and until when it may be set at all."""
    known = bench.columns.get((lesson.id, column))
    work = known.work if known else DEFAULT_WORK
    day = (known.work_date if known else None) or lesson.day
    return _until("mark.set", work, day, bench.reference.grade_of(page), bench.reference)


def _times(kind: str, page: str, lesson: Lesson, column: str, bench: Bench) -> tuple[date, date]:
    if kind == "mark.set":
        return due_and_lock(page, lesson, column, bench)
    return _until(kind, "", lesson.day, bench.reference.grade_of(page), bench.reference)


def _until(kind: str, work: str, day: date, grade: int, reference: Reference) -> tuple[date, date]:
    """Count the days once for all entries of a lesson."""
    known = reference.times.get((kind, work, day, grade))
    if known is None:
        profile, calendar = reference.profile, reference.calendar
        if kind == "mark.set":
            due = mark_due(profile, work, day, grade, calendar)
        else:
            ask = topic_due if kind == "lesson.topic" else roll_call_due
            due = ask(profile, day, grade, calendar)
        known = due, mark_lock(profile, due, grade, calendar)
        reference.times[kind, work, day, grade] = known
    return known


def _is_foreign_import(entry: Entry, value: values.Value) -> bool:
    is_of_import = isinstance(value, values.ImportOpened | values.ImportClosed)
    return is_of_import and getattr(value, "station", "") != entry.station


def _comes_with_its_page(wish: Wish, place: Place, reference: Reference) -> bool:
    """Tell whether a lesson plan comes in the same import as its page, which does not count yet."""
    is_plan = wish.kind == "plan.topic" and place.page is None
    return is_plan and may_import(reference.person(wish.author)) is None


def _contested_copy(wish: Wish, bench: Bench) -> str | None:
    """Return why a copy cannot be certified now, or ``None``."""
    if wish.kind != "copy.state":
        return None
    _, parts = kinds.split_key(wish.key)
    if parts["state"] == "certified" and parts["copy"] in bench.contested_copies:
        return "на странице этой копии есть спорные ячейки без решения: ждёт решения"
    return None


def _shut(kind: str, place: Place, reference: Reference) -> str | None:
    """Return why nothing more may be written there without a person, or ``None``."""
    if place.page is None or place.day is None:
        return None
    if reference.is_certified(place.page, place.day):
        return CERTIFIED
    # a document may come when the holidays are over (TAL-2.9b)
    if kind != "attendance.reason" and reference.is_closed(place.page, place.day):
        return "поступило после закрытия четверти: ждёт решения заместителя директора"
    # what cancelled a lesson may bring it back
    is_cancelled = place.lesson is not None and place.lesson.status == "cancelled"
    if is_cancelled and kind != "lesson.change":
        return f"урок {place.day:%d.%m} отменён: ждёт решения заместителя директора"
    pupil = reference.pupils.get(place.pupil or "")
    if pupil is not None and not pupil.is_listed_on(place.day):
        return (
            f"на {place.day:%d.%m} этого ученика нет в классе: ждёт решения заместителя директора"
        )
    return None


def _only_asked(wish: Wish, place: Place, reference: Reference) -> str | None:
    """Return what the author may only ask for, in the words of the request, or ``None``."""
    words = getattr(wish.value, "reason", "")
    if isinstance(wish.value, pupil_values.AbsenceCover) and place.page is not None:
        page = place.page
        if any(reference.is_certified(page, day) for day in days_of(wish.value)):
            return f"{CERTIFIED}: {words}" if words else CERTIFIED
    if isinstance(wish.value, _ON_CARDS) and reference.profile.cards.edit == "change_request":
        person = reference.person(wish.author)
        if not person.posts & KEEP_LISTS:
            return f"запрос на изменение карты: {words}" if words else CARD_ASKS
    return None


def days_of(cover: pupil_values.AbsenceCover) -> list[date]:
    """Return the first and the last day of a cover and what lies between them."""
    length = min((cover.end - cover.start).days, _LONGEST_COVER)
    return [cover.start + timedelta(days=step) for step in range(length + 1)]


def _in_time(
    wish: Wish,
    place: Place,
    lines: Mapping[str, LogLine],
    standing: Standing,
    bench: Bench,
    measured: datetime,
) -> Judgement:
    if wish.kind == "term.mark" or isinstance(wish.value, pupil_values.AbsenceDocument):
        is_final = wish.kind == "term.mark"
        late = (_is_late_final if is_final else _is_late_document)(wish, bench, measured)
        return Judgement("accepted", LATE if late else "", late=late)
    if wish.kind not in _TIMED or place.page is None or place.lesson is None:
        return Judgement("accepted")
    if wish.kind == "lesson.homework":
        late = not is_in_time(measured, bench.reference.homework_due(place.lesson))
        return Judgement("accepted", LATE if late else "", late=late)
    due, lock = _times(wish.kind, place.page, place.lesson, place.column, bench)
    state = timeliness(measured, due, lock, bench.reference.zone)
    late = state != "in_time"
    locked = state == "locked" and wish.kind in _LOCKED
    words = f"срок записи прошёл {lock:%d.%m}: исправление только по запросу, укажите причину"
    if not locked and _is_forbidden_correction(wish, lines, standing, bench):
        locked = True
        words = CORRECTION_ASKS
    if locked:
        reason = getattr(wish.value, "reason", "")
        words = f"запрос на исправление: {reason}" if reason else words
        return Judgement("held", words, late=late, request=True)
    return Judgement("accepted", LATE if late else "", late=late)


def _is_late_final(wish: Wish, bench: Bench, measured: datetime) -> bool:
    """Tell whether a term mark comes after the last day the act gives for it (ANC-R.VIII.8)."""
    reference = bench.reference
    page = kinds.owner_of(wish.key)
    period = reference.marked_period(page, kinds.split_key(wish.key)[1]["period"])
    if period is None:
        return False
    due = end_of_day(term_mark_due(reference.profile, period), reference.zone)
    return not is_in_time(measured, due)


def _is_late_document(wish: Wish, bench: Bench, measured: datetime) -> bool:
    """Tell whether reasons are corrected later than the act gives for it (TAL-2.9b)."""
    document, reference = wish.value, bench.reference
    if not isinstance(document, pupil_values.AbsenceDocument) or document.start is None:
        return False
    due = absence_reason_due(document.presented, reference.profile, reference.work_calendar)
    return not is_in_time(measured, end_of_day(due, reference.zone))


def _is_forbidden_correction(
    wish: Wish,
    lines: Mapping[str, LogLine],
    standing: Standing,
    bench: Bench,
) -> bool:
    """Tell whether a standing mark would be changed where the act forbids it (ANC-P4.T.2b)."""
    current = lines.get(standing.shown or "")
    if wish.kind != "mark.set" or current is None:
        return False
    if current.value is None or _same_value(wish.key, wish.value, current):
        return False
    return not may_mend(
        wish.author, wish.recorded_ms, current.author, current.wall_ms, bench.reference.profile
    )


def may_mend(user: str, now_ms: int, author: str, written_ms: int, profile: Profile) -> bool:
    """Tell whether ``user`` may change a standing mark without a request (ANC-P4.T.2b).

    Where the act forbids corrections, an own fresh mark may still be mended within the typing
    window; both moments are milliseconds of the station's wall clock.
    """
    if profile.marks.correction != "by_request":
        return True
    age = timedelta(milliseconds=now_ms - written_ms)
    window = timedelta(minutes=profile.marks.typo_window_minutes)
    return author == user and timedelta(0) <= age <= window


def _compare(
    entry: Entry,
    value: values.Value,
    lines: Mapping[str, LogLine],
    standing: Standing,
    ruled: Judgement,
) -> Judgement:
    current = lines.get(standing.current or "")
    if current is not None and _same_value(entry.key, value, current):
        return Judgement("merged", ruled.reason, target=current.id, late=ruled.late)
    if isinstance(value, values.Redaction) and current is not None:
        return Judgement("refused", ACT_STANDS)
    if resolve_base(entry.base, lines, standing) == standing.current:
        return Judgement("accepted", ruled.reason, late=ruled.late)
    return Judgement("contested", "в ячейке уже другая запись: решает человек", late=ruled.late)


def _same_value(key: str, value: values.Value, line: LogLine) -> bool:
    if line.value is None:
        return False
    try:
        other = kinds.decode(line.kind, line.version, key, line.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return False
    return kinds.without_words(other) == kinds.without_words(value)


def _judge_decision(
    entry: Entry,
    decision: values.Decision,
    lines: Mapping[str, LogLine],
    standing: Standing,
    bench: Bench,
) -> Judgement:
    place = place_of(entry.key, bench)
    reason = may_decide_over(entry.author, place, lines, standing, bench)
    if reason:
        return Judgement("refused", f"нет права решать: {reason}")
    named, open_set = set(decision.entries), undecided(standing)
    if named == open_set and (decision.stands is None or decision.stands in named):
        return Judgement("accepted")
    decided = {
        id_
        for line in lines.values()
        if line.kind == kinds.DECISION and line.verdict == "accepted"
        for id_ in decision_of(line).entries
    }
    if (named - open_set) & decided:
        return Judgement("refused", "по этой ячейке уже решено")
    return Judgement("refused", "набор записей изменился: посмотрите на них и решите ещё раз")
