"""The command ``parcel``: what came to the centre as a file, and what has come so far."""

import argparse
import sys

from sqlalchemy import select

from journal.clock import Clock, from_ms
from journal.facts_school import StaffRow
from journal.store import Store
from sync.parcel import MAX_PARCEL_BYTES, ParcelAnswer, parcel_in_words
from sync.server.parcels import Bearer, list_parcels, take_parcel
from sync.server.references import References
from sync.server.refusals import RefusedError
from sync.server.schools import pick_school
from sync.server.tables import EnrolledRow
from sync.server.user_command import short_name

_CONSOLE = "console"


def take_parcels(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """Take in parcels from a medium; a bad one does not keep the next from being taken."""
    references, failures = References(), 0
    for file in options.files:
        try:
            # one byte more than may be, so that a longer file is noticed without reading it all
            with file.open("rb") as stream:
                sealed = stream.read(MAX_PARCEL_BYTES + 1)
            taken = take_parcel(store, references, clock, sealed, Bearer(address=_CONSOLE))
        except OSError as fault:
            failures += 1
            print(f"{file}: файл не читается: {fault.strerror}.", file=sys.stderr)
        except RefusedError as refusal:
            failures += 1
            print(f"{file}: {refusal.problem.words}", file=sys.stderr)
        else:
            failures += not taken.answer.is_done
            print(f"{file}: {_said(taken.answer)}")
    return 1 if failures else 0


def show_parcels(store: Store, _: Clock, options: argparse.Namespace) -> int:
    """Print the parcels that were taken in: when, how much, of whom, by whom."""
    with store.reading() as session:
        school = pick_school(session, options.school)
        parcels = list_parcels(session, school)
        names = {
            row.user: short_name(row)
            for row in session.scalars(select(StaffRow).where(StaffRow.school == school))
        }
        numbers = {
            row.station: row.number
            for row in session.scalars(select(EnrolledRow).where(EnrolledRow.school == school))
        }
    for parcel in parcels:
        parts = [
            f"рабочее место № {numbers.get(station, '?')}: записи {first}-{last}"
            for station, first, last in parcel.parts
        ]
        bearer = names.get(parcel.user, "без входа") if parcel.address != _CONSOLE else "консоль"
        place = "" if parcel.address == _CONSOLE else f", {parcel.address}"
        line = [
            parcel.id[:8],
            f"{from_ms(parcel.taken_ms):%d.%m.%Y %H:%M} UTC",
            f"записей {parcel.entries}, новых {parcel.new}",
            "; ".join(parts) or "ничего не принято",
            f"{bearer}{place}",
        ]
        print("\t".join(line))
    if not parcels:
        print("Пакетов ещё не было.")
    return 0


def _said(answer: ParcelAnswer) -> str:
    words = [parcel_in_words(answer)]
    if answer.new == 0 and answer.is_done:
        words.append(f"Впервые принят {from_ms(answer.taken_ms):%d.%m.%Y %H:%M} UTC.")
    return " ".join(words)
