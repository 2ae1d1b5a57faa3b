"""Version 0.3.0: what a school brings in and what a lesson needs."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables."""
