"""Coverage: does the pack account for each clause, does a scenario cite it, and would a scenario notice if it changed?

Compares register, pack and scenarios, and changes rules one at a time to see which changes nobody notices. Knows no
authority and no database.
"""
