"""The history of a card: who changed which field, when, from what to what, and on what ground."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from journal import kinds, pupil_values, values
from journal.cards import FIELD_NAMES, OPTIONAL_FIELDS, RELATIONS, show_masked
from journal.clock import from_ms
from journal.erasing import erased_among, erased_by
from journal.kinds import DECISION, make_key
from journal.reference import Reference
from journal.tables import EntryRow
from journal.wording import OF_NEWER_PROGRAM, STATUS_WORDS

Told = values.Pupil | pupil_values.Card | pupil_values.Parent | pupil_values.CardConfirmed

_MOVEMENT: Mapping[str, str] = {
    "arrived": "прибыл",
    "arrival_order": "приказ о прибытии",
    "arrival_order_day": "день приказа о прибытии",
    "left": "выбыл",
    "leaving_order": "приказ о выбытии",
    "leaving_order_day": "день приказа о выбытии",
}
_NAMES = {**FIELD_NAMES, **_MOVEMENT}
_OF_WHOLE = {"parent.set": "карта родителя", "pupil.set": "список класса"}
_NO_LONGER_KEPT = "школа больше не ведёт эти сведения"


@dataclass(frozen=True, slots=True)
class CardChange:
    """One field that one entry changed.

    Attributes:
        recorded_at: by the clock of the workplace; ``accepted_at`` by that of the centre.
        parent: id of the parent whose field it is, "" for the pupil's own.
        field: its code, "" where the whole is meant (a confirmation, an erased value).
        what: in words: «телефон», «мать: телефон».
        before, after: as people write it; numbers of documents are masked.
        ground: why, in the author's words, and what was decided about it.
        status: of the entry, with its Russian word.
    """

    entry: str
    recorded_at: datetime
    accepted_at: datetime | None
    author: str
    workplace: str
    parent: str
    field: str
    what: str
    before: str
    after: str
    ground: str
    status: str
    status_words: str


def read_card_history(session: Session, reference: Reference, pupil: str) -> tuple[CardChange, ...]:
    """Return every change of a card and of the lines of class lists about the pupil, newest first.

    Fields that are switched off stay in it: what was kept by a decision was kept (ANC-R.V.9).
    Source: TAL-4.4b.
    """
    lists = [make_key("pupil.set", class_id, pupil) for class_id in reference.classes]
    query = select(EntryRow).where(
        EntryRow.school == reference.school,
        or_(EntryRow.key.startswith(f"card:{pupil}/"), EntryRow.key.in_(lists)),
    )
    rows = sorted(session.scalars(query), key=lambda row: (row.number is None, row.judged, row.seq))
    erased = erased_among(session, reference.school, [row.id for row in rows])
    teller = _Teller(reference, {row.id: row for row in rows}, erased)
    changes = [change for row in rows for change in teller.changes(row)]
    return tuple(reversed(changes))


@dataclass(frozen=True)
class _Teller:
    """Compares each entry with the one that its author saw."""

    reference: Reference
    rows: Mapping[str, EntryRow]
    erased: Mapping[str, str]

    def changes(self, row: EntryRow) -> Iterator[CardChange]:
        if row.kind == DECISION:
            return
        value = _decoded(row)
        if value is None:
            told = OF_NEWER_PROGRAM if row.value else erased_by(self.erased.get(row.id, ""))
            yield self._change(row, "", _OF_WHOLE.get(row.kind, "карта"), "", told)
            return
        before = self._before(row)
        whose = self._whose(row, value, before)
        if isinstance(value, pupil_values.CardConfirmed):
            yield self._change(row, "", "сверка карты", "", f"сверена {value.day:%d.%m.%Y}")
        elif isinstance(value, pupil_values.Parent) and value.removed:
            yield self._change(row, "", whose, "в карте", "убран из карты")
        else:
            for field, was, is_ in _differences(before, value):
                what = f"{whose}: {_NAMES[field]}" if whose else _NAMES[field]
                yield self._change(row, field, what, was, is_)

    def _before(self, row: EntryRow) -> Told | None:
        """Return what the author saw in this key, ``None`` when it was empty or is not here."""
        seen = self.rows.get(row.base or "")
        return _decoded(seen) if seen is not None else None

    def _whose(self, row: EntryRow, value: Told, before: Told | None) -> str:
        """Return whose card it is where it is a parent's: «мать», as it was called before.

        Two guardians are told apart by their surnames.
        """
        known = before if isinstance(before, pupil_values.Parent) else value
        if not isinstance(known, pupil_values.Parent):
            return ""
        relation = RELATIONS.get(known.relation, known.relation)
        alike = self._parents_by_relation[known.relation] - {row.key}
        return f"{relation} {known.surname}" if alike else relation

    @cached_property
    def _parents_by_relation(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows.values():
            value = _decoded(row)
            if isinstance(value, pupil_values.Parent):
                found[value.relation].add(row.key)
        return found

    def _change(self, row: EntryRow, field: str, what: str, before: str, after: str) -> CardChange:
        reference, zone = self.reference, self.reference.zone
        author = reference.staff.get(row.author)
        place = reference.workplaces.get(row.station)
        return CardChange(
            row.id,
            from_ms(row.wall_ms).astimezone(zone),
            from_ms(row.accepted_ms).astimezone(zone) if row.accepted_ms else None,
            author.short if author is not None else "",
            f"место {place.number}" if place is not None else "сервер",
            kinds.split_key(row.key)[1].get("parent", ""),
            field,
            what,
            before,
            after,
            self._ground(row, field, after),
            row.status,
            STATUS_WORDS[row.status],
        )

    def _ground(self, row: EntryRow, field: str, after: str) -> str:
        value = _decoded(row)
        own = getattr(value, "reason", "")
        off = field in OPTIONAL_FIELDS and field not in self.reference.card_fields
        decided = [each.reason for each in self._decisions if row.id in each.entries]
        return "; ".join(
            filter(None, (own, *decided, _NO_LONGER_KEPT if off and not after else ""))
        )

    @cached_property
    def _decisions(self) -> list[values.Decision]:
        told = [_decision(row) for row in self.rows.values() if row.kind == DECISION]
        return [each for each in told if each is not None]


def _decoded(row: EntryRow) -> Told | None:
    if row.value is None:
        return None
    try:
        value = kinds.decode(row.kind, row.version, row.key, row.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return None
    return value if isinstance(value, Told) else None


def _decision(row: EntryRow) -> values.Decision | None:
    try:
        value = kinds.decode(row.kind, row.version, row.key, row.value or b"")
    except (kinds.BadEntry, kinds.NewerVersion):
        return None
    return value if isinstance(value, values.Decision) else None


def _differences(before: Told | None, value: Told) -> Iterator[tuple[str, str, str]]:
    """Yield the fields in which two values differ, each as it was and as it is."""
    old = msgspec.structs.asdict(before) if before is not None else {}
    new = msgspec.structs.asdict(value)
    for field in _NAMES:
        was, is_ = old.get(field) or "", new.get(field) or ""
        if was != is_:
            yield field, show_masked(field, was), show_masked(field, is_)
