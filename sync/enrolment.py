"""Signing in: on line the first time on a computer, without any network ever after.

A journal lives in a folder of its own, named by a hash of the login, so that no file name tells
whose it is. It is made in a draft folder that gets its name last: a crash leaves a whole journal or
none.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import select

from journal.clock import Clock
from journal.entries import station_id
from journal.erasing import sweep_erased
from journal.errors import UserError
from journal.files import make_durable
from journal.keys import (
    PasswordCost,
    load_wraps,
    new_key,
    save_wraps,
    unlock_by_password,
    wrap_key,
)
from journal.projection import refold_understood
from journal.signing import new_seed, public_key, sign
from journal.store import Store, create_journal, open_journal
from journal.tables import DeskRow
from sync.client import SyncClient
from sync.home import Home
from sync.link import Link, Refused, Unreachable
from sync.places import ASIDE, DRAFT, Place, place_of
from sync.protocol import (
    ENROL_PATH,
    Enrol,
    Enrolled,
    Session,
    enrol_part,
)
from sync.trust import is_distrust

_NO_CONTACT = (
    "Нет связи с центральным сервером, а для первого входа на этом компьютере она нужна. "
    "Проверьте адрес сервера и интернет и повторите вход."
)
_STRANGE = (
    "Сертификат сервера выдан тем, кому этот компьютер не верит. Если школа выдаёт сертификаты "
    "сама, администратору нужно один раз назвать её центр: uchitelskaya trust ФАЙЛ."
)
_ALREADY_HERE = "На этом компьютере ваш журнал уже есть: войдите в него с паролем, связь не нужна."


@dataclass(frozen=True, slots=True)
class OpenJournal:
    """An unlocked journal: its store, and whose it was when opened; the file's key is not kept.

    ``is_new_station``: the file was copied or restored since it was open last.
    """

    store: Store
    home: Home
    school: str
    station: str
    user: str
    login: str
    server: str
    centre_key: bytes
    is_new_station: bool = False

    def link(self, http: httpx.Client, clock: Clock) -> Link:
        """Return the connection of this journal with its centre."""
        return Link(http, self.server, clock, self.centre_key)

    def close(self) -> None:
        """Lock the journal: the file can only be read with the password again."""
        self.home.leave()
        self.store.close()


def has_journal(folder: Path, login: str) -> bool:
    """Tell whether this user can sign in here without any network."""
    return place_of(folder, login).is_taken


def first_sign_in(
    folder: Path,
    server: str,
    login: str,
    password: str,
    http: httpx.Client,
    clock: Clock,
    *,
    name: str = "",
    cost: PasswordCost | None = None,
) -> OpenJournal:
    """Make this computer a workplace of the user: sign in, enrol a new station, fetch the school.

    ``name`` is what the school calls the workplace («каб. 21»); ``cost`` what a guess of the
    password costs.

    Raises:
        UserError: no contact, the centre refuses, no space on the disk, or the journal is here
            already. Nothing half is left behind.
    """
    if has_journal(folder, login):
        raise UserError(_ALREADY_HERE)
    link = Link(http, server, clock)
    try:
        session = link.meet(login, password).word
        seed = _enrol(link, session, name)
        return _make_journal(folder, server, login, password, session, seed, link, clock, cost)
    except Unreachable as fault:
        raise UserError(_STRANGE if is_distrust(fault) else _NO_CONTACT) from fault
    except Refused as refusal:
        raise UserError(refusal.problem.words) from refusal


def sign_in_offline(folder: Path, login: str, password: str) -> OpenJournal:
    """Open the user's journal on this computer; the network is not asked.

    Raises:
        UserError: wrong password; no journal here; a damaged file or one of a newer program.
    """
    place = place_of(folder, login)
    return _open(place, unlock_by_password(load_wraps(place.wraps), password))


def sign_in_with_key(folder: Path, login: str, key: bytes) -> OpenJournal:
    """Open the user's journal with the key of its file, which was remembered.

    Raises:
        UserError: no journal here; a damaged file or one of a newer program.
    """
    return _open(place_of(folder, login), key)


def _enrol(link: Link, session: Session, name: str) -> bytes:
    """Make a new station key known to the centre and return it."""
    seed = new_seed()
    public = public_key(seed)
    proof = sign(seed, enrol_part(session.token, public))
    link.ask(ENROL_PATH, Enrol(public, name, proof), Enrolled, session.token)
    return seed


def _make_journal(
    folder: Path,
    server: str,
    login: str,
    password: str,
    session: Session,
    seed: bytes,
    link: Link,
    clock: Clock,
    cost: PasswordCost | None,
) -> OpenJournal:
    place = place_of(folder, login)
    draft = Place(_beside(place, DRAFT))
    _sweep(place)
    key = new_key()
    try:
        store = create_journal(draft.journal, key)
        try:
            save_wraps(draft.wraps, wrap_key(key, password, session.recovery_key, cost))
            with store.writing() as transaction:
                transaction.add(
                    DeskRow(
                        school=session.school,
                        station=station_id(public_key(seed)),
                        seed=seed,
                        user=session.user,
                        login=login,
                        server=server,
                        token=session.token,
                        centre_key=session.centre_key,
                        recovery_key=session.recovery_key,
                        epoch=session.epoch,
                        parcel_key=session.parcel_key or None,
                    )
                )
            SyncClient(store, link, clock).pull()
        finally:
            store.close()
        _set_aside(place)
        os.replace(draft.folder, place.folder)
        make_durable(folder)
        place.register.unlink(missing_ok=True)
    except BaseException:
        shutil.rmtree(draft.folder, ignore_errors=True)
        raise
    return _open(place, key)


def _open(place: Place, key: bytes) -> OpenJournal:
    store = open_journal(place.journal, key)
    home = Home(store, place.journal, place.register)
    try:
        _see_whose(store, place)
        is_new = home.enter()
        sweep_erased(store)
        with store.writing() as session:
            refold_understood(session, session.scalars(select(DeskRow.school)).one())
    except BaseException:
        store.close()
        raise
    with store.reading() as session:
        desk = session.scalars(select(DeskRow)).one()
        return OpenJournal(
            store=store,
            home=home,
            school=desk.school,
            station=desk.station,
            user=desk.user,
            login=desk.login,
            server=desk.server,
            centre_key=desk.centre_key,
            is_new_station=is_new,
        )


def _see_whose(store: Store, place: Place) -> None:
    """Refuse a journal that lies in the place of somebody else's; nothing is written in it."""
    with store.reading() as session:
        login = session.scalars(select(DeskRow.login)).one()
    if place_of(place.folder.parent, login) != place:
        raise UserError(
            "В папке этого журнала лежит журнал другого сотрудника. Верните файлы на место "
            "или восстановите журнал из копии; в файлах ничего не изменено."
        )


def _sweep(place: Place) -> None:
    """Remove drafts of this user that a crash left: nothing was ever written in them."""
    for draft in place.folder.parent.glob(f"{place.folder.name}{DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _set_aside(place: Place) -> None:
    """Keep what is left of a journal whose file somebody moved: its key opens that file only."""
    if place.folder.exists():
        os.replace(place.folder, _beside(place, ASIDE))


def _beside(place: Place, why: str) -> Path:
    return place.folder.with_name(f"{place.folder.name}{why}{secrets.token_hex(4)}")
