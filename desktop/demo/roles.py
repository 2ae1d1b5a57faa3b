"""Who can be looked at in a demo: one person for each of the school's roles, and all logins."""

from collections import Counter
from collections.abc import Iterator

from journal.reference import Reference
from journal.rights import ADMINISTRATOR, DEPUTY, DIRECTOR

FIRST = "учитель-предметник"
"""Who is signed in when the window opens."""

_ROLES = {DEPUTY: "заместитель", DIRECTOR: "директор", ADMINISTRATOR: "администратор"}


def roles(reference: Reference) -> dict[str, str]:
    """Return a login for each role, by what the role is called."""
    leading = {each.teacher for each in reference.classes.values()}
    staff = sorted(reference.staff.values(), key=lambda member: member.login)
    hours = Counter[str]()
    for page in reference.pages.values():
        hours[page.teacher] += int(2 * page.hours)
    plain = [each for each in staff if each.user in hours and each.user not in leading]
    found = {FIRST: max(plain, key=lambda each: hours[each.user]).login}
    found["классный руководитель"] = next(
        member.login for member in staff if member.user in leading and member.login != found[FIRST]
    )
    for post, words in _ROLES.items():
        found[words] = next(member.login for member in staff if post in member.posts)
    return found


def lines(reference: Reference) -> Iterator[str]:
    """Yield who is who: a person for each role first, then everybody else."""
    staff = {member.login: member for member in reference.staff.values()}
    chosen = roles(reference)
    for words, login in chosen.items():
        yield f"  {login:<16} {words}: {_words(reference, login)}"
    others = sorted(staff.keys() - set(chosen.values()))
    yield f"Ещё сотрудников: {len(others)}, их логины:"
    for start in range(0, len(others), 6):
        yield "  " + ", ".join(others[start : start + 6])


def _words(reference: Reference, login: str) -> str:
    member = next(each for each in reference.staff.values() if each.login == login)
    titles = [each.title for each in reference.classes.values() if each.teacher == member.user]
    return f"{member.short}, {', '.join([member.post_title, *titles])}"
