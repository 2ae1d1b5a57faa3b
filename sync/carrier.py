"""Carrying parcels to the centre: those of this computer, whoever left them, and any other file.

No journal is opened and nobody has to be signed in: the stations that wrote the entries have signed
them, and only the centre reads them. The author gets her receipts by her own next exchange.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from journal.clock import Clock, to_ms
from journal.errors import UserError
from journal.steps import reached
from journal.store import Store
from journal.tables import DeskRow
from sync.link import Link, LinkError, Refused, Unreachable
from sync.parcel import (
    DAMAGED,
    ENDING,
    PARCEL_PATH,
    Header,
    NotAParcel,
    ParcelAnswer,
    SealedParcel,
    read_header,
    school_hash,
)
from sync.parcel_folder import CentreCard, KeptAnswer, ParcelFile, ParcelFolder, read_parcel
from sync.protocol import Problem

KEEP_DAYS = 60
AGAIN_AFTER_MS = 24 * 3_600_000
"""A parcel that was not taken, or not wholly, is offered again after a day."""

_DAY_MS = 86_400_000
_LATER = frozenset({"busy", "wait", "fault", "recovering"})
"""Refusals that say nothing about the parcel."""

_NO_PARCEL = Problem(DAMAGED, "Это не пакет для переноса или он повреждён.")

LinkTo = Callable[[CentreCard], Link]


@dataclass(frozen=True, slots=True)
class Letter:
    """A parcel that came as a file: its header, and all of its bytes."""

    header: Header
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Carried:
    """What one round brought: parcels that were sent, and how many entries were new."""

    parcels: int = 0
    new: int = 0


class Carrier:
    """Sends the parcels of a folder.

    ``cards``: the folder where the centres of this computer are known; ``link_to`` connects with
    the centre of a card.
    """

    def __init__(
        self, folder: ParcelFolder, cards: ParcelFolder, link_to: LinkTo, clock: Clock
    ) -> None:
        self._folder = folder
        self._cards = cards
        self._link_to = link_to
        self._clock = clock

    def has_work(self, own: Collection[str] = ()) -> bool:
        """Tell whether something lies there to be sent; ``own`` parcels have a shorter way."""
        return any(self._is_due(file) for file in self._folder.files() if file.name not in own)

    def carry(self, own: Collection[str] = ()) -> Carried:
        """Send what lies there and was not sent, and clear away what was sent long ago.

        One that cannot be sent keeps no other from it; what was wrong is raised at the end.

        Raises:
            Unreachable: no contact with a centre.
            Refused: a centre has no time now.
            UserError: a parcel is not to be read, or an answer not to be kept.
        """
        sent: list[KeptAnswer] = []
        silent: dict[bytes, LinkError] = {}
        faults: list[UserError] = []
        for file in list(self._folder.files()):
            school = file.header.school_hash
            card = self._cards.centre(school)
            if card is None or school in silent or file.name in own or not self._is_due(file):
                continue
            try:
                sent.append(self._send(file, self._link_to(card)))
            except LinkError as fault:
                silent[school] = fault
            except UserError as fault:
                faults.append(fault)
        self._clear_old()
        for wrong in (*silent.values(), *faults):
            raise wrong
        return Carried(len(sent), sum(kept.answer.new for kept in sent if kept.answer))

    def _send(self, file: ParcelFile, link: Link) -> KeptAnswer:
        kept = self._ask(file, link)
        reached("carry.answered")
        self._folder.keep_answer(file.name, kept)
        reached("carry.kept")
        return kept

    def _ask(self, file: ParcelFile, link: Link) -> KeptAnswer:
        sealed = self._folder.read(file.name)
        try:
            # it may have been replaced by a fresh one since the folder was looked at
            parcel = read_header(sealed).parcel
        except NotAParcel:
            return KeptAnswer(file.header.parcel, self._now_ms, problem=_NO_PARCEL)
        try:
            answer = send_parcel(link, sealed)
        except Refused as refusal:
            if refusal.problem.code in _LATER:
                raise
            return KeptAnswer(parcel, self._now_ms, problem=refusal.problem)
        return KeptAnswer(parcel, self._now_ms, answer)

    def _is_due(self, file: ParcelFile) -> bool:
        kept = self._folder.answer(file.name)
        if kept is None:
            return True
        # a clock set back must not keep a parcel from being offered
        return not kept.is_done and not 0 <= self._now_ms - kept.told_ms < AGAIN_AFTER_MS

    def _clear_old(self) -> None:
        self._folder.sweep(self._now_ms - _DAY_MS)
        for file in list(self._folder.files()):
            kept = self._folder.answer(file.name)
            is_old = kept and self._now_ms - kept.told_ms >= KEEP_DAYS * _DAY_MS
            if kept is not None and kept.is_done and is_old:
                with suppress(OSError):
                    self._folder.remove(file.name)

    @property
    def _now_ms(self) -> int:
        return to_ms(self._clock.read().wall)


def open_letter(path: Path) -> Letter:
    """Return a file from a stick or a letter, as far as its header says that it is a parcel.

    Raises:
        UserError: it is not to be read, or something else.
    """
    sealed = read_parcel(path)
    try:
        return Letter(read_header(sealed), sealed)
    except NotAParcel:
        raise UserError(
            f"{path.name} - не пакет для переноса или повреждённый файл. Выберите файл с {ENDING} "
            "на конце или сохраните пакет ещё раз там, где его сделали."
        ) from None


def carry_letter(letter: Letter, link: Link, token: str = "") -> ParcelAnswer:
    """Send a parcel that somebody brought; the session of ``token`` says who did.

    Raises:
        UserError: it was not taken; the file is as good as before.
    """
    try:
        return send_parcel(link, letter.sealed, token)
    except Unreachable as fault:
        raise UserError(
            "Нет связи с центральным сервером: пакет не отправлен, файл цел. Повторите, когда "
            "связь вернётся, или отнесите его на другой компьютер."
        ) from fault
    except Refused as refusal:
        raise UserError(refusal.problem.words) from refusal


def carry_by_journal(path: Path, store: Store, link: Link) -> ParcelAnswer:
    """Send a file for the user of an open journal.

    Raises:
        UserError: not a parcel, another school's, or not taken.
    """
    letter = open_letter(path)
    with store.reading() as session:
        desk = session.scalars(select(DeskRow)).one()
        school, token = desk.school, desk.token
    if letter.header.school_hash != school_hash(school):
        raise UserError(
            "Это пакет другой школы, здесь он не нужен. Файл цел: отдайте его той школе, сотрудник "
            "которой его сделал."
        )
    return carry_letter(letter, link, token)


def send_parcel(link: Link, sealed: bytes, token: str = "") -> ParcelAnswer:
    """Send one parcel; the session of ``token`` only says who brought it.

    Raises:
        Unreachable: no contact.
        Refused: it was not taken, in words for people.
    """
    return link.ask(PARCEL_PATH, SealedParcel(sealed), ParcelAnswer, token).word
