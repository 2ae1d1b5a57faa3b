"""What a guess of a password costs in tests: next to nothing, unless the cost is the point."""

from journal.keys import PasswordCost

SHIPPED = PasswordCost()
"""What it costs in the program."""

_CHEAP = (1, 64, 1)


def make_guesses_cheap() -> None:
    """Let every password of this process be stretched in no time, where no cost is named."""
    PasswordCost.__init__.__defaults__ = _CHEAP
