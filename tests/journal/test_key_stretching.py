"""Several people can pay the price of a guess at once; nobody waits for another for ever."""

import threading

from journal.keys import new_key, new_recovery_pair, unlock_by_password, wrap_key
from tests.password_cost import SHIPPED


def test_several_unlock_at_the_same_time() -> None:
    key = new_key()
    wraps = wrap_key(key, "школа-2026", new_recovery_pair()[1], SHIPPED)
    opened: list[bytes] = []

    def unlock() -> None:
        for _ in range(3):
            opened.append(unlock_by_password(wraps, "школа-2026"))

    people = [threading.Thread(target=unlock, daemon=True) for _ in range(3)]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=60)
    assert opened == [key] * 9


def test_a_guess_is_dear_in_the_program() -> None:
    assert SHIPPED.iterations >= 3
    assert SHIPPED.memory_kib >= 64 * 1024
