"""The register of copies: printed, checked, certified, handed over (ANC-P4.D.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.clock import from_ms, to_ms
from journal.errors import UserError
from journal.facts_paper import CopyRow, CopyStateRow
from journal.ids import new_id
from journal.kinds import make_key
from journal.log import Draft
from journal.permissions import CERTIFIED_FORM
from journal.queries.copies import has_number, outdated_pages, parts_of
from journal.queries.draft_reasons import read_open_reasons
from journal.queries.page_content import PageContent
from journal.reference import StaffMember
from journal.rights import may_certify, may_hand_over
from journal.services.work import Work, as_sentence, write


@dataclass(frozen=True, slots=True)
class RegisterCopy:
    """Enter a printed document into the register of copies.

    Attributes:
        number: as ``queries.copies.read_next_number`` gave it before rendering.
        period: id of a period; for F-11 and F-20 what the sheet is about, in words.
        contents: the state of each page; for F-11 and F-20 one state without a page.
        draft: why it may not be certified; empty for a copy that may.
    """

    number: int
    form: str
    class_id: str
    period: str
    sheets: int
    data_digest: str
    contents: tuple[PageContent, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class CheckCopy:
    """The paper was compared with the journal."""

    copy: str


@dataclass(frozen=True, slots=True)
class CertifyCopy:
    """The paper was signed by hand on ``day``; the program only records it."""

    copy: str
    day: date


@dataclass(frozen=True, slots=True)
class HandOverCopy:
    """The certified paper was given to ``receiver`` (a member of staff) for the archive."""

    copy: str
    receiver: str
    day: date


def register_copy(session: Session, command: RegisterCopy, work: Work) -> Changes:
    """Enter a copy into the register: a line of the log for each page, all with one number.

    Raises:
        UserError: this workplace has given the number meanwhile, or the user may print drafts only.
    """
    if has_number(session, work.reference.school, command.number):
        raise UserError(
            "Пока копия готовилась, её номер занят другой печатью. Напечатайте ещё раз."
        )
    return write(session, work, [_printed(command, content, work) for content in command.contents])


def check_copy(session: Session, command: CheckCopy, work: Work) -> Changes:
    """Record that the paper was checked against the journal.

    Raises:
        UserError: a draft, out of date, or no right to check.
    """
    parts = _certifiable(session, work, command.copy)
    return _mark(session, work, parts, "checked", work.reference.staff[work.user], work.today)


def certify_copy(session: Session, command: CertifyCopy, work: Work) -> Changes:
    """Record that the paper was certified by signature.

    Raises:
        UserError: a draft, out of date, not checked yet, an open contest on a page, an impossible
            day, or the local act names another post.
    """
    parts = _certifiable(session, work, command.copy)
    reference = work.reference
    if "checked" not in _states(session, work, parts[0].copy):
        raise UserError("Сначала сверьте копию с журналом и отметьте «Проверено», затем заверяйте.")
    _possible_day(work, parts[0], command.day)
    period = reference.periods[parts[0].period]
    pages = [page for part in parts for page in part.pages]
    waiting = read_open_reasons(session, reference, pages, period)
    if waiting:
        raise UserError(f"Заверить нельзя. {waiting[0]}")
    reason = may_certify(reference.person(work.user), parts[0].form, reference.profile)
    if reason:
        raise UserError(as_sentence(reason))
    return _mark(session, work, parts, "certified", reference.staff[work.user], command.day)


def hand_over_copy(session: Session, command: HandOverCopy, work: Work) -> Changes:
    """Record to whom the certified paper went for the archive.

    Raises:
        UserError: not certified yet, an impossible day, an unknown receiver, or no right.
    """
    parts = parts_of(session, work.reference.school, command.copy)
    if not parts or "certified" not in _states(session, work, parts[0].copy):
        raise UserError("На хранение передают заверенную копию: сначала отметьте «Заверено».")
    receiver = work.reference.staff.get(command.receiver)
    if receiver is None:
        raise UserError("Такого сотрудника нет в списке. Выберите, кому передана копия.")
    reason = may_hand_over(work.reference.person(work.user))
    if reason:
        raise UserError(as_sentence(reason))
    _possible_day(work, parts[0], command.day)
    return _mark(session, work, parts, "handed", receiver, command.day)


def _printed(command: RegisterCopy, content: PageContent, work: Work) -> Draft:
    value = values.CopyPrinted(
        number=command.number,
        form=command.form,
        class_id=command.class_id,
        pages=(content.page,) if content.page else (),
        period=command.period,
        sheets=command.sheets,
        copies=1,
        data_digest=command.data_digest,
        content_digest=content.digest,
        epoch=content.epoch,
        scope=content.scope,
        ordinal=content.ordinal,
        scope_head=content.head,
        printed_ms=to_ms(work.now),
        draft=command.draft,
    )
    return Draft("copy.printed", make_key("copy.printed", "", new_id()), value)


def _certifiable(session: Session, work: Work, copy: str) -> Sequence[CopyRow]:
    parts = parts_of(session, work.reference.school, copy)
    if not parts:
        raise UserError("Такой копии нет в журнале печати. Обновите данные и повторите.")
    if parts[0].form != CERTIFIED_FORM:
        raise UserError("Этот документ не заверяют как копию: его подписывают на бумаге.")
    if parts[0].draft:
        raise UserError(f"Это черновик, его нельзя заверить. {as_sentence(parts[0].draft)}")
    changed = outdated_pages(session, work.reference, parts)
    if changed:
        titles = ", ".join(f"«{work.reference.pages[page].title}»" for page in changed)
        raise UserError(f"После печати изменилось: {titles}. Напечатайте новую копию.")
    return parts


def _possible_day(work: Work, copy: CopyRow, day: date) -> None:
    printed = from_ms(copy.printed_ms).astimezone(work.reference.zone).date()
    if not printed <= day <= work.today:
        raise UserError(
            f"Дата {day:%d.%m.%Y} не подходит: копия напечатана {printed:%d.%m.%Y}, "
            f"а сегодня {work.today:%d.%m.%Y}."
        )


def _mark(
    session: Session,
    work: Work,
    parts: Sequence[CopyRow],
    state: str,
    person: StaffMember,
    day: date,
) -> Changes:
    known = _states(session, work, parts[0].copy)
    if state in known:
        raise UserError("Эта отметка о копии уже сделана.")
    value = values.CopyState(person.post_title, person.signature, day)
    drafts = [
        Draft("copy.state", make_key("copy.state", "", part.copy, state), value) for part in parts
    ]
    return write(session, work, drafts)


def _states(session: Session, work: Work, copy: str) -> set[str]:
    return set(
        session.scalars(
            select(CopyStateRow.state).where(
                CopyStateRow.school == work.reference.school, CopyStateRow.copy == copy
            )
        )
    )
