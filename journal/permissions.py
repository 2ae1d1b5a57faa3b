"""Rights by kind of entry: which rule of ``rights`` is asked for which fact."""

from collections.abc import Mapping
from datetime import timedelta

from journal import kinds, pupil_values, values
from journal.bench import Bench, Place
from journal.clock import from_ms
from journal.folding import LogLine, Standing
from journal.profile import Profile
from journal.reference import PupilName, Reference
from journal.rights import (
    DEPUTY,
    DIRECTOR,
    Person,
    may_appoint_substitute,
    may_certify,
    may_change_timetable,
    may_close_by_act,
    may_close_term,
    may_decide,
    may_edit_cards,
    may_hand_over,
    may_import,
    may_keep_absences,
    may_move_pupils,
    may_prepare_copy,
    may_redact,
    may_switch_fields,
    may_write_lesson,
    may_write_term_mark,
)

_OF_LESSON = frozenset(
    {
        "mark.set",
        "attendance.set",
        "lesson.rollcall",
        "lesson.topic",
        "lesson.homework",
        "homework.pupil",
        "lesson.content",
        "lesson.column",
    }
)
_OF_ABSENCE = frozenset({"attendance.reason", "absence.cover"})
CERTIFIED_FORM = "F-01"
_DAY = timedelta(days=1)


def may_write(
    author: str, kind: str, key: str, value: values.Value, place: Place, reference: Reference
) -> str | None:
    """Return why ``author`` has no right to write this fact, or ``None``."""
    person = reference.person(author)
    profile = reference.profile
    member = reference.staff.get(author)
    if member is None:
        return "автора нет среди сотрудников школы: ждёт решения"
    if place.day is not None and member.has_left(place.day):
        return f"автор работает в школе до {member.until:%d.%m}: ждёт решения"
    if place.page is not None:
        return _may_write_page(person, kind, value, place, reference)
    area = kinds.split_key(key)[0].area
    if area == "card":
        return _may_edit_card(person, kinds.owner_of(key), reference)
    if kind in ("absence.day", "absence.document"):
        return may_keep_absences(person, kinds.owner_of(key))
    if isinstance(value, values.Pupil):
        return _may_list(person, key, value, reference)
    if isinstance(value, pupil_values.CardField):
        return may_switch_fields(person)
    if kind == "period.close":
        return may_close_term(person)
    if kind == "substitution.set":
        return may_appoint_substitute(person)
    if kind == kinds.REDACTION:
        return may_redact(person)
    if kind == "copy.state":
        return _may_mark_copy(person, kinds.split_key(key)[1]["state"], profile)
    if kind == "copy.printed" and isinstance(value, values.CopyPrinted):
        meant = value.form == CERTIFIED_FORM and not value.draft
        return may_prepare_copy(person) if meant else None
    if kind == "station.set":
        return "рабочие места заводит центральный сервер"
    if isinstance(value, values.IntervalActed):
        acted_on = reference.workplaces.get(value.station)
        return may_close_by_act(person, acted_on.user if acted_on is not None else "")
    if isinstance(value, values.IntervalOpened | values.IntervalClosed):
        place_of_work = reference.workplaces.get(value.station)
        foreign = place_of_work is not None and place_of_work.user != author
        return "временный журнал чужого рабочего места: ждёт решения" if foreign else None
    return may_import(person)


def may_decide_over(
    user: str,
    place: Place,
    lines: Mapping[str, LogLine],
    standing: Standing,
    bench: Bench,
) -> str | None:
    """Return why ``user`` may not decide over the open entries of a key now, or ``None``."""
    reference = bench.reference
    person = reference.person(user)
    if place.page is None:
        return _heads_only(person)
    facts = reference.facts_of(place.lesson) if place.lesson else reference.page_facts(place.page)
    open_lines = [lines[id_] for id_ in standing.open]
    return may_decide(
        person,
        facts,
        held=any(line.verdict == "held" for line in open_lines),
        waited_school_days=_waited(open_lines, place.page, bench),
    )


def _may_write_page(
    person: Person, kind: str, value: values.Value, place: Place, reference: Reference
) -> str | None:
    page = str(place.page)
    class_id = reference.pages[page].class_id
    if kind in _OF_ABSENCE:
        return may_keep_absences(person, class_id)
    if kind == "attendance.set" and class_id in person.class_teacher_of:
        return None  # on her page «Посещаемость» (ANC-P4.C.2, C-05)
    if isinstance(value, values.LessonChange):
        known = place.lesson
        is_extra = value.status == "extra" or (known is not None and known.status == "extra")
        facts = reference.facts_of(known) if known else reference.page_facts(page)
        return may_change_timetable(person, facts, reference.profile, is_extra=is_extra)
    if kind in _OF_LESSON and place.lesson is not None:
        return may_write_lesson(person, reference.facts_of(place.lesson), reference.profile)
    if kind == "term.mark":
        return may_write_term_mark(person, reference.page_facts(page), reference.profile)
    if kind == "plan.topic" and person.user in reference.page_facts(page).teachers:
        return None
    return may_import(person)


def _may_edit_card(person: Person, pupil: str, reference: Reference) -> str | None:
    known = reference.pupils.get(pupil)
    return may_edit_cards(person, known.class_id if known is not None else "")


def _may_list(person: Person, key: str, value: values.Pupil, reference: Reference) -> str | None:
    """Let the class teacher mend names; who belongs to the class since when, others say."""
    refusal = may_move_pupils(person)
    known = reference.pupils.get(kinds.split_key(key)[1]["pupil"])
    class_id = kinds.owner_of(key)
    if refusal is None or known is None or class_id not in person.class_teacher_of:
        return refusal
    return None if moves(value) == moves(known) and class_id == known.class_id else refusal


def moves(pupil: values.Pupil | PupilName) -> tuple[object, ...]:
    """Return what an order says of a pupil: since when, until when, in which groups."""
    return (
        pupil.arrived,
        pupil.left,
        frozenset(pupil.groups),
        pupil.arrival_order,
        pupil.arrival_order_day,
        pupil.leaving_order,
        pupil.leaving_order_day,
    )


def _may_mark_copy(person: Person, state: str, profile: Profile) -> str | None:
    if state == "certified":
        return may_certify(person, CERTIFIED_FORM, profile)
    return may_hand_over(person) if state == "handed" else _heads_only(person)


def _heads_only(person: Person) -> str | None:
    if person.posts & {DEPUTY, DIRECTOR}:
        return None
    return "Это делает заместитель директора или директор."


def _waited(open_lines: list[LogLine], page: str, bench: Bench) -> int:
    """Return whole school days since the contest opened, by the centre's receipt times."""
    received = [line.accepted_ms for line in open_lines if line.accepted_ms]
    if not received:
        return 0
    reference = bench.reference
    opened = from_ms(min(received)).astimezone(reference.zone).date()
    today = bench.now.astimezone(reference.zone).date()
    grade = reference.grade_of(page)
    return sum(
        reference.calendar.is_school_day(opened + _DAY * step, grade)
        for step in range(1, (today - opened).days + 1)
    )
