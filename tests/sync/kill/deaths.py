"""Where stations and centres die: at every step of ``journal.steps``."""

from itertools import product

from journal.steps import STEPS
from tests.sync.kill.dying import Death


def _steps_of(*ways: str) -> tuple[str, ...]:
    return tuple(step for step in STEPS if step.split(".")[0] in ways)


WRITE = _steps_of("write")
EXCHANGE = _steps_of("push", "acknowledge", "pull")
PULL = _steps_of("pull")
JUDGE = _steps_of("judge")
SEAL = ("seal.packed", "file.written", "seal.replaced")
CARRY = ("carry.answered", "carry.kept")
AT_CENTRE = _steps_of("judge", "answer")

# the fourth wish is several entries; then comes the first contact, which writes that the temporary
# journal is closed, and after it the fifth wish
DEATHS_OF_A_STATION = (
    *(Death(step, occurrence) for step, occurrence in product(WRITE, (4, 5))),
    *(Death(step, occurrence) for step, occurrence in product(EXCHANGE, (1, 2))),
)
ENTRIES_OF_WISH = {4: 2, 5: 1}

# files are written when the journal is opened and closed too, each at its own time
DEATHS_WITH_A_PARCEL = (
    *(Death(step) for step in (*SEAL, *CARRY)),
    *(Death("file.written", occurrence) for occurrence in range(2, 9)),
)
# the second of each comes in the middle
DEATHS_OF_AN_IMPORT = tuple(Death(step, 2) for step in _steps_of("import"))
DEATHS_OF_AN_UPGRADE = tuple(Death(step) for step in _steps_of("upgrade"))

# with small batches the second death comes after an acknowledged batch
DEATHS_OF_THE_CENTRE = tuple(Death(step, n) for step, n in product(AT_CENTRE, (1, 2)))

# after a restore of the centre; what it lost is offered in more than one part
DEATHS_IN_AN_OFFER = (
    Death("offer.asked"),
    *(Death("offer.sent", occurrence) for occurrence in (1, 2)),
    Death("offer.settled"),
)
DEATHS_OF_A_RESTORED_CENTRE = tuple(
    Death(step, n) for step, n in product(_steps_of("reinsert"), (1, 2))
)


def in_words(death: Death) -> str:
    """Return the name of a death in the list of tests."""
    return f"{death.step}-{death.occurrence}"
