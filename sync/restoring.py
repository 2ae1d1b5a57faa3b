"""A journal from a copy: checked, put in its place, and a new station from then on."""

import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from journal.backup import Backup, unpack
from journal.errors import UserError
from journal.files import make_durable
from journal.health import examine, mend_rows
from journal.keys import load_wraps, unlock_by_password
from journal.log import count_unsent
from journal.store import Store, open_journal
from journal.tables import DeskRow
from sync.home import uproot
from sync.inheritance import carry_over
from sync.places import ASIDE, DRAFT, Place, place_of

_WRONG_PASSWORD = (
    "Пароль не подошёл. Копия открывается тем паролем, который был в день, когда её сделали."
)
_DAMAGED = (
    "В этой копии есть повреждения, поэтому она не поставлена на место журнала. "
    "Возьмите другую копию; на этом компьютере ничего не изменено."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes:
        login: whose journal it is.
        entries: how many entries it holds.
        unsent: how many of them the centre has not confirmed; they go with the next contact.
        carried: how many entries of the journal that was here were taken over from it.
        aside: the folder with the journal that was here, if there was one.
        is_aside_read: ``False`` when that journal could not be read, so that entries which were
            not sent may be in it only.
    """

    login: str
    entries: int
    unsent: int
    carried: int = 0
    aside: Path | None = None
    is_aside_read: bool = True


def restore(backup: Backup, journals: Path, password: str) -> Restored:
    """Put a copy in the place of its journal; the file that is there is put aside, never deleted.

    Own entries that only the present file holds are taken over, with the keys of their stations.
    The restored file becomes a new station when it is opened: the centre may know later entries of
    the old one.

    Raises:
        UserError: wrong password, a damaged copy, no space; nothing is changed then.
    """
    draft = Place(journals / f"restored{DRAFT}{secrets.token_hex(4)}")
    try:
        unpack(backup, draft.folder)
        key = _key(draft, Place(journals / backup.about.owner), password)
        store = open_journal(draft.journal, key)
        try:
            restored, place = _check(store, journals)
            if place.is_taken:
                restored = _take_over(restored, store, place, key, password)
        finally:
            store.close()
        return replace(restored, aside=_put_in_place(draft, place))
    except OSError as fault:
        raise UserError(
            "Журнал не восстановлен: папка журналов не пишется или на диске нет места. "
            "На этом компьютере ничего не изменено."
        ) from fault
    finally:
        shutil.rmtree(draft.folder, ignore_errors=True)


def _key(draft: Place, present: Place, password: str) -> bytes:
    """Return the key by the copy's own wraps, else by the wraps that lie here now.

    The key of a file stays the same when its password is changed.
    """
    try:
        return unlock_by_password(load_wraps(draft.wraps), password)
    except UserError as refusal:
        with suppress(UserError):
            key = unlock_by_password(load_wraps(present.wraps), password)
            open_journal(draft.journal, key).close()
            shutil.copyfile(present.wraps, draft.wraps)
            return key
        raise UserError(_WRONG_PASSWORD) from refusal


def _check(store: Store, journals: Path) -> tuple[Restored, Place]:
    """Look at all of the copy and make its rows anew where needed; tell where it belongs."""
    try:
        health = examine(store)
        if not health.is_whole:
            raise UserError(_DAMAGED)
        with store.writing() as session:
            uproot(session)
            if health.differing_rows:
                mend_rows(session)
        with store.reading() as session:
            login = session.scalars(select(DeskRow.login)).one()
            return Restored(login, health.entries, count_unsent(session)), place_of(journals, login)
    except SQLAlchemyError as fault:
        raise UserError(_DAMAGED) from fault


def _take_over(
    restored: Restored, store: Store, place: Place, key: bytes, password: str
) -> Restored:
    present = _open_present(place, key, password)
    if present is None:
        return replace(restored, is_aside_read=False)
    try:
        with present.reading() as source, store.writing() as target:
            carried = carry_over(source, target)
            unsent = count_unsent(target)
    except (UserError, SQLAlchemyError):
        return replace(restored, is_aside_read=False)
    finally:
        present.close()
    return replace(restored, entries=restored.entries + carried, unsent=unsent, carried=carried)


def _open_present(place: Place, key: bytes, password: str) -> Store | None:
    """Open the journal that is here, which may be one made anew under another key."""
    keys = [key]
    with suppress(UserError):
        keys.append(unlock_by_password(load_wraps(place.wraps), password))
    for each in dict.fromkeys(keys):
        with suppress(UserError, SQLAlchemyError):
            return open_journal(place.journal, each)
    return None


def _put_in_place(draft: Place, place: Place) -> Path | None:
    aside: Path | None = None
    if place.folder.exists():
        aside = place.folder.with_name(f"{place.folder.name}{ASIDE}{secrets.token_hex(4)}")
        os.replace(place.folder, aside)
    try:
        os.replace(draft.folder, place.folder)
    except OSError:
        if aside is not None:
            os.replace(aside, place.folder)
        raise
    place.register.unlink(missing_ok=True)
    make_durable(place.folder.parent)
    return aside
