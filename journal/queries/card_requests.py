"""What a reader has asked for in cards and nobody has decided yet (C-15)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from journal import kinds, pupil_values, values
from journal.kinds import make_key
from journal.reference import PupilName
from journal.tables import EntryRow, FactRow

Asked = values.Pupil | pupil_values.Card | pupil_values.Parent


def read_asked(
    session: Session, school: str, pupils: Iterable[PupilName], user: str
) -> tuple[dict[str, Asked], frozenset[str]]:
    """Return own undecided requests by key, the last of each, and in whose card anything waits."""
    lines = {_line_key(pupil): pupil.id for pupil in pupils}
    scopes = {f"card:{pupil}": pupil for pupil in lines.values()}
    facts = [
        fact
        for fact in session.execute(
            select(FactRow.key, FactRow.scope, FactRow.open, FactRow.current, FactRow.shown).where(
                FactRow.school == school,
                or_(FactRow.scope.in_(scopes), FactRow.key.in_(lines)),
            )
        )
        if fact.open
    ]
    waiting = frozenset(lines.get(fact.key) or scopes[fact.scope] for fact in facts)
    # an own entry that is not sent yet shows by itself
    ids = [id_ for fact in facts if fact.current == fact.shown for id_ in fact.open]
    rows = session.scalars(
        select(EntryRow)
        .where(
            EntryRow.school == school,
            EntryRow.id.in_(ids),
            EntryRow.author == user,
            EntryRow.verdict == "held",
        )
        .order_by(EntryRow.number)
    )
    asked: dict[str, Asked] = {}
    for row in rows:
        try:
            value = kinds.decode(row.kind, row.version, row.key, row.value or b"")
        except (kinds.BadEntry, kinds.NewerVersion):
            continue
        if isinstance(value, Asked):
            asked[row.key] = value
    return asked, waiting


def as_asked(pupil: PupilName, asked: Mapping[str, Asked]) -> PupilName:
    """Return a pupil under the names that the reader has asked for."""
    wish = asked.get(_line_key(pupil))
    if not isinstance(wish, values.Pupil):
        return pupil
    return replace(pupil, surname=wish.surname, name=wish.name, patronymic=wish.patronymic)


def _line_key(pupil: PupilName) -> str:
    return make_key("pupil.set", pupil.class_id, pupil.id)
