"""Who holds what: the scopes of an entry, and the scopes a person may have on a computer."""

import re
from collections.abc import Iterable
from datetime import date

from journal import kinds
from journal.entries import Entry
from journal.reference import Reference
from journal.rights import may_read_cards, may_read_documents, may_read_page

_SCOPE = re.compile(r"(?:school|(?:page|class|absence|card):[0-9a-f]{32})/")


def scopes_of_entry(entry: Entry, authors_named: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the scopes in which an entry stands: its fact's and those of its people.

    ``authors_named``: for a decision, the authors of the entries it names. What follows from a
    rule of the centre has no author. An entry of a kind that is not known yet stands in the scope
    that its key begins with, so that it is there when it is; one whose key its kind cannot have
    stands in its author's scope alone.
    """
    users = dict.fromkeys((entry.author, *authors_named))
    people = [kinds.person_scope(user) for user in users if user]
    is_newer = entry.kind not in kinds.KINDS and entry.kind != kinds.DECISION
    try:
        kinds.split_key(entry.key)
    except kinds.BadEntry:
        if not (is_newer and _SCOPE.match(entry.key)):
            return tuple(people)
    return (kinds.scope_of(entry.key), *people)


def granted_scopes(reference: Reference, user: str, today: date | None = None) -> frozenset[str]:
    """Return the scopes that ``user`` may hold now; nobody outside the staff holds any.

    ``today``: the school's day, for whoever has left; ``None`` asks only who was ever listed.
    """
    member = reference.staff.get(user)
    if member is None or (today is not None and member.has_left(today)):
        return frozenset()
    person = reference.person(user)
    scopes = {"school", kinds.person_scope(user)}
    scopes |= {f"class:{class_id}" for class_id in reference.classes}
    substituted = {
        reference.substituted_pages[lesson]
        for lesson, teacher in reference.substitutions.items()
        if teacher == user
    }
    scopes |= {
        f"page:{page}"
        for page in reference.pages
        if page in substituted or may_read_page(person, reference.page_facts(page)) is None
    }
    scopes |= {
        f"absence:{class_id}"
        for class_id in reference.classes
        if may_read_documents(person, class_id) is None
    }
    scopes |= {
        f"card:{pupil.id}"
        for pupil in reference.pupils.values()
        if may_read_cards(person, pupil.class_id) is None
    }
    return frozenset(scopes)
