"""Whose key signs an answer: of the school that the answer is about, or that the question names.

A station takes only what its own centre's key has signed for contact. So an answer about a school
(its entries, its session, even one that has ended) is signed by that school and by no other. What
is about none yet (busy, not found, a wrong password) is signed by the school that the question
names in ``uch-centre``, and by the first one where it names none that is known here: a station of
another school then sees no contact, never a false one.
"""

from sqlalchemy import select

from journal.errors import UserError
from journal.signing import sign
from journal.store import Store
from journal.tables import DeskRow
from sync.parcel import public_parcel_key
from sync.server.counting import find_schools
from sync.server.fencing import enter


class Seals:
    """The signing keys of all schools, read at the start and again when a school is added."""

    def __init__(self, store: Store) -> None:
        """Read the keys.

        Raises:
            UserError: the database has no school yet.
        """
        self._store = store
        self._seeds: dict[str, bytes] = {}
        self._parcel_keys: dict[str, bytes] = {}
        self._schools: dict[str, str] = {}
        self.read()
        if not self._seeds:
            raise UserError("В базе нет школы. Начните с команды init.")

    def read(self) -> None:
        """Read the keys of all schools."""
        seeds: dict[str, bytes] = {}
        schools: dict[str, str] = {}
        with self._store.reading() as session:
            for school in find_schools(session):
                enter(session, school)
                desk = session.scalars(select(DeskRow).where(DeskRow.school == school)).first()
                if desk is not None:
                    seeds[school] = desk.seed
                    schools[desk.centre_key.hex()] = school
        self._parcel_keys = {school: public_parcel_key(seed) for school, seed in seeds.items()}
        self._seeds, self._schools = seeds, schools

    def knows(self, school: str) -> bool:
        """Tell whether the key of ``school`` was read."""
        return school in self._seeds

    def school_of(self, centre_key: str) -> str:
        """Return the school with this public key (hexadecimal), "" when there is none."""
        return self._schools.get(centre_key, "")

    def parcel_key(self, school: str) -> bytes:
        """Return the key to which stations of ``school`` seal their parcels."""
        if school not in self._parcel_keys:
            self.read()
        return self._parcel_keys[school]

    def sign(self, about: str, named: str, digest: bytes) -> bytes:
        """Sign for the school ``about``, else for the one ``named``, else for the first."""
        first = next(iter(self._seeds.values()))
        return sign(self._seeds.get(about) or self._seeds.get(named) or first, digest)
