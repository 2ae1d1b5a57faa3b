"""Entries that are lines of the audit too: posts, prints, acts."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from journal import kinds, values
from journal.entries import Entry
from journal.reference import Reference
from sync.server.auditing import note

_AS_THEY_ARE = {
    "profile.set": "profile_changed",
    "copy.printed": "copy_printed",
    "copy.state": "copy_marked",
    kinds.REDACTION: "values_erased",
}


def audit_entries(
    session: Session, school: str, accepted: Iterable[Entry], before: Reference, now_ms: int
) -> None:
    """Note what accepted entries say about rights and papers; details are ids, posts and numbers.

    ``before`` is the school before them.
    """
    for entry in accepted:
        if entry.kind != "staff.set" and entry.kind not in _AS_THEY_ARE:
            continue
        if entry.value is None:
            continue
        value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
        if isinstance(value, values.Staff):
            user = kinds.split_key(entry.key)[1]["user"]
            member = before.staff.get(user)
            is_news = member is None or set(member.posts) != set(value.posts) or value.until
            what, detail = "posts_changed", f"{user[:8]} {'+'.join(value.posts)}"
        else:
            is_news = True
            what, detail = _AS_THEY_ARE[entry.kind], _detail(value)
        if is_news:
            note(session, school, now_ms, what, entry.author, entry.station, detail)


def _detail(value: values.Value) -> str:
    if isinstance(value, values.CopyPrinted):
        return f"{value.form} № {value.number}"
    if isinstance(value, values.Redaction):
        return f"{value.number}, {len(value.entries)}"
    return ""
