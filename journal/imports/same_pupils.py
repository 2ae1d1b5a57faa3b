"""A pupil whose name was corrected in the list is the same pupil, with the same pages as before.

A list has no numbers, so a pupil is named by name and birth date. Who is new in a class and who is
missing from it are one and the same when birth date and two of the three names agree, and nobody
else could be meant.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from journal import kinds, pupil_values, values
from journal.kinds import make_key
from journal.log import Draft
from journal.reference import PupilName, Reference

_ENOUGH = 2
_Place = tuple[str, date]


def with_known_pupils(
    reference: Reference, births: Mapping[str, date | None], drafts: Sequence[Draft]
) -> list[Draft]:
    """Return ``drafts`` with the ids under which the journal knows renamed pupils.

    ``births``: birth dates of the pupils that the journal knows.
    """
    lists = [draft for draft in drafts if draft.kind == "pupil.set"]
    listed = {kinds.split_key(draft.key)[1]["pupil"] for draft in lists}
    fresh = [draft for draft in lists if _pupil(draft) not in reference.pupils]
    classes = {kinds.owner_of(draft.key) for draft in lists}
    missing = [
        pupil
        for pupil in reference.pupils.values()
        if pupil.class_id in classes and pupil.left is None and pupil.id not in listed
    ]
    if not fresh or not missing:
        return list(drafts)
    same = _pairs(fresh, _births(drafts), missing, births)
    return [_under_known_id(draft, same) for draft in drafts]


def _pairs(
    fresh: Iterable[Draft],
    births: dict[str, date | None],
    missing: Iterable[PupilName],
    known_births: Mapping[str, date | None],
) -> dict[str, str]:
    at: dict[_Place, list[PupilName]] = defaultdict(list)
    for pupil in missing:
        born = known_births.get(pupil.id)
        if born is not None:
            at[pupil.class_id, born].append(pupil)
    wanted: dict[str, list[str]] = defaultdict(list)
    for draft in fresh:
        born = births.get(_pupil(draft))
        if born is None:
            continue
        near = [each for each in at[kinds.owner_of(draft.key), born] if _is_near(each, draft)]
        if len(near) == 1:
            wanted[near[0].id].append(_pupil(draft))
    return {ids[0]: known for known, ids in wanted.items() if len(ids) == 1}


def _is_near(known: PupilName, draft: Draft) -> bool:
    value = draft.value
    if not isinstance(value, values.Pupil):
        return False
    names = (value.surname, value.name, value.patronymic)
    pairs = zip(names, (known.surname, known.name, known.patronymic), strict=True)
    return sum(new == old for new, old in pairs) >= _ENOUGH


def _births(drafts: Iterable[Draft]) -> dict[str, date | None]:
    return {
        kinds.owner_of(draft.key): draft.value.birth_date
        for draft in drafts
        if isinstance(draft.value, pupil_values.Card)
    }


def _pupil(draft: Draft) -> str:
    return kinds.split_key(draft.key)[1]["pupil"]


def _under_known_id(draft: Draft, same: dict[str, str]) -> Draft:
    if draft.kind == "pupil.set" and _pupil(draft) in same:
        key = make_key("pupil.set", kinds.owner_of(draft.key), same[_pupil(draft)])
        return replace(draft, key=key)
    if draft.kind in ("card.edit", "parent.set") and kinds.owner_of(draft.key) in same:
        parts = kinds.split_key(draft.key)[1].values()
        return replace(draft, key=make_key(draft.kind, same[kinds.owner_of(draft.key)], *parts))
    return draft
