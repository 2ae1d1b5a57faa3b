"""The one error that people read."""


class UserError(Exception):
    """A refusal whose text is a complete Russian sentence: what, where, what to do now.

    It is shown as it stands; every other exception is a bug.
    """
