"""What a log may say about a bug: where it happened, never with which data."""

import traceback


def describe_failure(fault: BaseException) -> str:
    """Return type and place of ``fault``; its message may quote an entry and is left out."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(fault).__name__} in {places}"
