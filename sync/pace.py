"""When to try again: full jitter, never rarer than once a minute, and what the centre asks for."""

import random

FIRST_SECONDS = 1.0
CAP_SECONDS = 60.0


class Pace:
    """How long the timer of the link waits.

    After a failure a random part of a time that doubles with each of them up to the cap: many
    stations that lost the centre at once do not come back at once.
    """

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance or random.Random()
        self._failures = 0

    def after_success(self) -> float:
        """Return the seconds until the cheap question is asked again."""
        self._failures = 0
        return CAP_SECONDS

    def after_failure(self, retry_after: float | None = None) -> float:
        """Return the seconds until the next attempt; ``retry_after`` is the centre's wish."""
        # the exponent is bounded too: a week without the centre must not overflow a float
        longest = min(CAP_SECONDS, FIRST_SECONDS * 2 ** min(self._failures, 10))
        self._failures += 1
        wait = self._chance.uniform(0, longest)
        return wait if retry_after is None else max(wait, retry_after)
