"""Why a page can only be printed as a draft: what its copy would not be true about.

Source: architecture, «One edit, from key to paper»; sync description, s. 4.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.calendar import Period
from journal.clock import from_ms
from journal.deadlines import end_of_day
from journal.queries.document_heads import holders
from journal.queries.page_content import PeriodKeys
from journal.queries.transfer_words import plural
from journal.reference import Reference
from journal.rights import may_prepare_copy, post_name
from journal.tables import HAS_SIGN, DeskRow, EntryRow

_FORM = "F-01"
_NOT_ON_PAPER = ("interval.open", "interval.close", "copy.printed", "copy.state", "station.set")


def read_draft_reasons(
    session: Session,
    reference: Reference,
    pages: Sequence[str],
    term: Period,
    now: datetime,
    user: str,
) -> tuple[str, ...]:
    """Return the reasons as Russian sentences; none when a copy for certification may be made."""
    return (
        *_of_rights(reference, user),
        *_of_time(session, reference, term, now),
        *_of_pending(session, reference, pages, term),
        *read_open_reasons(session, reference, pages, term),
    )


def read_open_reasons(
    session: Session, reference: Reference, pages: Sequence[str], term: Period
) -> tuple[str, ...]:
    """Return what waits for a person's decision on the pages in the period, as sentences."""
    return tuple(reason for page in pages for reason in _of_open(session, reference, page, term))


def _of_rights(reference: Reference, user: str) -> Iterator[str]:
    refusal = may_prepare_copy(reference.person(user))
    if refusal:
        yield refusal
    post = reference.profile.certifier.get(_FORM, "deputy")
    if not holders(reference, post):
        yield (
            f"По локальному акту копию заверяет {post_name(post)}, а в списке сотрудников такой"
            " должности ни у кого нет: внесите её при связи с сервером."
        )


def _of_time(session: Session, reference: Reference, term: Period, now: datetime) -> Iterator[str]:
    end = end_of_day(term.end, reference.zone)
    if now <= end:
        yield f"{term.name} заканчивается {term.end:%d.%m.%Y}: до конца дня печатается черновик."
        return
    desk = session.get(DeskRow, reference.school)
    if desk is None:
        return
    if desk.last_contact_ms is None or from_ms(desk.last_contact_ms) <= end:
        yield (
            f"После конца периода ({term.end:%d.%m.%Y}) это рабочее место ещё не связывалось"
            " с центральным сервером: дождитесь связи."
        )


def _of_pending(
    session: Session, reference: Reference, pages: Sequence[str], term: Period
) -> Iterator[str]:
    wanted = {page: PeriodKeys(reference, page, term.id) for page in pages}
    shared = {"school", *(f"class:{reference.pages[page].class_id}" for page in pages)}
    rows = session.execute(
        select(EntryRow.key, EntryRow.kind).where(
            EntryRow.school == reference.school, EntryRow.number.is_(None)
        )
    )
    count = 0
    for key, kind in rows:
        scope = key.partition("/")[0]
        page = scope.removeprefix("page:")
        if page in wanted:
            count += key in wanted[page]
        else:
            count += scope in shared and kind not in _NOT_ON_PAPER
    if count:
        entries = plural(count, "запись", "записи", "записей")
        yield f"Ещё не перенесено на центральный сервер: {entries}. Дождитесь конца переноса."


def _of_open(session: Session, reference: Reference, page: str, term: Period) -> Iterator[str]:
    in_period = PeriodKeys(reference, page, term.id)
    waiting = session.execute(
        select(EntryRow.key, EntryRow.status)
        .where(
            EntryRow.school == reference.school,
            EntryRow.key.between(f"page:{page}/", f"page:{page}0"),
            HAS_SIGN,
            EntryRow.status.in_(("contested", "held")),
        )
        .distinct()
    )
    cells = Counter(status for key, status in waiting if key in in_period)
    title = reference.pages[page].title
    if cells["contested"]:
        number = plural(cells["contested"], "спорная ячейка", "спорные ячейки", "спорных ячеек")
        yield f"«{title}»: {number} без решения. Решите на экране «Перенос»."
    if cells["held"]:
        number = plural(cells["held"], "запись ждёт", "записи ждут", "записей ждут")
        yield f"«{title}»: {number} решения заместителя директора на экране «Перенос»."
