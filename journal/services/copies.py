"""The register of copies: printed, checked, certified, handed over."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.clock import to_ms
from journal.errors import UserError
from journal.ids import new_id
from journal.kinds import make_key
from journal.log import Draft
from journal.rights import may_certify
from journal.services.work import Work, as_sentence, write
from journal.tables import CopyRow, CopyStateRow


@dataclass(frozen=True, slots=True)
class RegisterCopy:
    """Enter a printed document into the register of copies.

    ``draft`` holds the reason why it may not be certified; empty for a copy that may.
    """

    copy: str
    number: int
    form: str
    class_id: str
    pages: tuple[str, ...]
    period: str
    sheets: int
    data_digest: str
    content_digest: str
    epoch: str
    scope: str
    ordinal: int
    scope_head: str
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


def next_copy(session: Session, work: Work) -> tuple[str, int]:
    """Return the id and the number for the next line of the register of copies."""
    last = session.scalar(
        select(func.max(CopyRow.number)).where(CopyRow.school == work.reference.school)
    )
    return new_id(), (last or 0) + 1


def register_copy(session: Session, command: RegisterCopy, work: Work) -> Changes:
    """Enter a copy into the register."""
    key = make_key("copy.printed", "", command.copy)
    value = values.CopyPrinted(
        number=command.number,
        form=command.form,
        class_id=command.class_id,
        pages=command.pages,
        period=command.period,
        sheets=command.sheets,
        copies=1,
        data_digest=command.data_digest,
        content_digest=command.content_digest,
        epoch=command.epoch,
        scope=command.scope,
        ordinal=command.ordinal,
        scope_head=command.scope_head,
        printed_ms=to_ms(work.now),
        draft=command.draft,
    )
    return write(session, work, [Draft("copy.printed", key, value)])


def check_copy(session: Session, command: CheckCopy, work: Work) -> Changes:
    """Record that the paper was checked against the journal (ANC-P4.D.3)."""
    _certifiable(session, work, command.copy)
    return write(session, work, [_state(work, command.copy, "checked", work.today)])


def certify_copy(session: Session, command: CertifyCopy, work: Work) -> Changes:
    """Record that the paper was certified by signature.

    Raises:
        UserError: a draft, not checked yet, or the local act names another post.
    """
    copy = _certifiable(session, work, command.copy)
    if "checked" not in _states(session, work, command.copy):
        raise UserError("Сначала сверьте копию с журналом и отметьте «Проверено», затем заверяйте.")
    reason = may_certify(work.reference.person(work.user), copy.form, work.reference.profile)
    if reason:
        raise UserError(as_sentence(reason))
    return write(session, work, [_state(work, command.copy, "certified", command.day)])


def _certifiable(session: Session, work: Work, copy: str) -> CopyRow:
    row = session.scalars(
        select(CopyRow).where(CopyRow.school == work.reference.school, CopyRow.copy == copy)
    ).first()
    if row is None:
        raise UserError("Такой копии нет в журнале печати. Обновите данные и повторите.")
    if row.draft:
        raise UserError(f"Это черновик, его нельзя заверить: {row.draft}.")
    return row


def _states(session: Session, work: Work, copy: str) -> set[str]:
    return set(
        session.scalars(
            select(CopyStateRow.state).where(
                CopyStateRow.school == work.reference.school, CopyStateRow.copy == copy
            )
        )
    )


def _state(work: Work, copy: str, state: str, day: date) -> Draft:
    signer = work.reference.staff[work.user]
    value = values.CopyState(signer.post_title, signer.signature, day)
    return Draft("copy.state", make_key("copy.state", "", copy, state), value)
