"""Version 0.2.0: what restored centres, parcels and several schools need."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change the tables."""
