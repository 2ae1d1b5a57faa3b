"""What the journal knows, as lines of tables: a class list may come without the load under it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts_pupils import CardRow
from journal.imports.faults import Place
from journal.imports.lines import ClassLine, KnownSchool, LoadLine, PupilLine, StaffLine
from journal.reference import PupilName, Reference

_JOURNAL = Place("журнал")


def known_school(session: Session, reference: Reference, today: date) -> KnownSchool:
    """Return classes, staff, pupils and load of the newest school year the journal has."""
    year = max((each.year for each in reference.classes.values()), default=today.year)
    classes = {id_: each for id_, each in reference.classes.items() if each.year == year}
    logins = {user: member.login for user, member in reference.staff.items()}
    cards = {
        row.pupil: (row.sex, row.birth_date)
        for row in session.execute(
            select(CardRow.pupil, CardRow.sex, CardRow.birth_date).where(
                CardRow.school == reference.school, CardRow.birth_date.is_not(None)
            )
        )
    }
    return KnownSchool(
        classes=tuple(
            ClassLine(_JOURNAL, each.title, logins.get(each.teacher or "", ""))
            for each in classes.values()
        ),
        staff=tuple(
            StaffLine(
                _JOURNAL,
                member.surname,
                member.name,
                member.patronymic,
                tuple(sorted(member.posts)),
                member.post_title,
                member.login,
            )
            for member in reference.staff.values()
            if not member.has_left(today)
        ),
        pupils=tuple(
            _pupil(pupil, classes[pupil.class_id].title, *cards[pupil.id])
            for pupil in reference.pupils.values()
            if pupil.class_id in classes and pupil.left is None and pupil.id in cards
        ),
        load=tuple(
            LoadLine(
                _JOURNAL,
                classes[page.class_id].title,
                page.subject,
                page.group,
                logins.get(page.teacher, ""),
                page.hours,
            )
            for page in reference.pages.values()
            if page.class_id in classes
        ),
    )


def _pupil(pupil: PupilName, title: str, sex: str, born: date) -> PupilLine:
    groups = tuple(
        (subject, group)
        for subject, _, group in (pair.rpartition("/") for pair in sorted(pupil.groups))
    )
    return PupilLine(
        _JOURNAL,
        title,
        pupil.surname,
        pupil.name,
        pupil.patronymic,
        sex,
        born,
        pupil.arrived,
        groups,
    )
