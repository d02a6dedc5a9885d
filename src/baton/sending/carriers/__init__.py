"""Carriers: whoever takes a message out of the house. One small interface; SMTP and GOV.UK Notify are behind it."""

from baton.sending.carriers.carrier import Carrier, Later, Never, Parcel
from baton.sending.carriers.chosen import Carriers, carriers

__all__ = ["Carrier", "Carriers", "Later", "Never", "Parcel", "carriers"]
