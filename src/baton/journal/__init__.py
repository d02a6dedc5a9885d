"""What happened and what people did, as immutable values. Knows no pack, no database and no clock."""

from baton.journal.entry import Capacity, Entry, Source, Subject, act_number
from baton.journal.file import File, Kin, Office, Organisation, Post, Sitting, Team
from baton.journal.vocabulary import ACTS, PHASES, nature_of

__all__ = [
    "ACTS",
    "PHASES",
    "Capacity",
    "Entry",
    "File",
    "Kin",
    "Office",
    "Organisation",
    "Post",
    "Sitting",
    "Source",
    "Subject",
    "Team",
    "act_number",
    "nature_of",
]
