"""Bringing a school's spreadsheets into the journal: all of it or nothing."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.errors import UserError
from journal.imports.drafting import SchoolDrafts
from journal.imports.lines import SchoolFolder
from journal.log import Draft, append
from journal.projection import load_keys
from journal.rights import may_import
from journal.services.work import Work, as_sentence, says_the_same


@dataclass(frozen=True, slots=True)
class ImportSchool:
    """Take over what a folder of spreadsheets says; what is there already stays untouched."""

    folder: SchoolFolder


def import_school(session: Session, command: ImportSchool, work: Work) -> Changes:
    """Write the folder's lines as entries, those only that say something new.

    Rules of single facts are not asked here: the folder was checked against itself, and many of
    its lines rest on others that come in the same transaction.

    Raises:
        UserError: no right to import, or the folder would take the importer's own post away.
    """
    reason = may_import(work.reference.person(work.user))
    if reason:
        raise UserError(as_sentence(reason))
    drafts = SchoolDrafts(command.folder, work.reference.school, work.today).drafts()
    logs = load_keys(session, work.reference.school, [draft.key for draft in drafts])
    fresh: list[Draft] = [draft for draft in drafts if not says_the_same(logs[draft.key], draft)]
    return append(session, work.stamp, fresh) if fresh else Changes()
