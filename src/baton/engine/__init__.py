"""The engine: two front doors, `assess` and `attempt`. Pure: no clock, no web, no database, no authority.

    assess(packs, file, now)              -> Situation
    attempt(packs, files, act, by, now)   -> Done (entries for all the children named), or a Refusal
"""
