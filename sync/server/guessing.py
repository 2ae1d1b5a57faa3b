"""Brute force is slowed per account and per address; the count is kept in the database.

An attempt is counted before its password is looked at, so many at once gain nothing.
"""

import ipaddress
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sync.server.refusals import RefusedError
from sync.server.tables import GuessRow

# a school often has one address for everybody
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 30
LONGEST_WAIT_SECONDS = 900
_IPV6_NETWORK = 64
_FORGOTTEN_MS = 3_600_000
_CLEARED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Guesser:
    """Who tries: the account's login and the address of the computer."""

    login: str
    address: str

    @property
    def names(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """What is counted, each with the number of attempts that cost no waiting."""
        return (
            (f"login:{self.login}", FREE_PER_ACCOUNT),
            (f"address:{_place(self.address)}", FREE_PER_ADDRESS),
        )


def _place(address: str) -> str:
    """Return what is counted as one address: of IPv6 a whole network, which one computer has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped is not None:
        # how a socket for both calls an address of IPv4: all of them are one network
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))


def count_attempt(session: Session, guesser: Guesser, now_ms: int) -> int:
    """Count one more attempt to sign in; return how many there were at this account in a row.

    Raises:
        RefusedError: there were too many; says after how many seconds the next one is heard.
    """
    counts: list[int] = []
    for who, free in guesser.names:
        row = _locked(session, who, now_ms)
        # a clock that went wrong and was set right again must not keep everybody out
        if not 0 <= now_ms - row.last_ms <= _FORGOTTEN_MS:
            row.failures, row.last_ms = 0, now_ms
        wait = _wait_seconds(row.failures, free) - (now_ms - row.last_ms) // 1000
        if wait > 0:
            raise RefusedError(
                429,
                "wait",
                f"Слишком много неудачных попыток входа. Повторите через {wait} с.",
                retry_after=wait,
            )
        row.failures += 1
        row.last_ms = now_ms
        counts.append(row.failures)
    _clear_old(session, now_ms)
    return counts[0]


def forget_attempts(session: Session, guesser: Guesser) -> None:
    """Take the attempt back: the password was right, and the account is not under attack."""
    for who, free in guesser.names:
        row = session.get(GuessRow, who, with_for_update=True)
        if row is not None:
            # one right password does not forgive the address its guesses at other accounts
            row.failures = 0 if free == FREE_PER_ACCOUNT else row.failures - 1


def _clear_old(session: Session, now_ms: int) -> None:
    """Delete what counts no more: whoever makes logins up must not fill the database."""
    old = (
        select(GuessRow.who)
        .where(GuessRow.last_ms < now_ms - _FORGOTTEN_MS)
        .limit(_CLEARED_AT_ONCE)
        # nobody waits for one that is being counted at this moment
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(GuessRow).where(GuessRow.who.in_(old)))


def _locked(session: Session, who: str, now_ms: int) -> GuessRow:
    row = session.get(GuessRow, who, with_for_update=True)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            session.add(fresh := GuessRow(who=who, failures=0, last_ms=now_ms))
        return fresh
    except IntegrityError:
        # somebody else's first attempt was faster
        return session.get_one(GuessRow, who, with_for_update=True)


def _wait_seconds(failures: int, free: int) -> int:
    if failures < free:
        return 0
    return int(min(2 ** min(failures - free, 20), LONGEST_WAIT_SECONDS))
