"""By construction: every moment has a successor holder, every line of offices an end, every ladder a last word."""

from __future__ import annotations

from collections.abc import Iterator

from baton.policy import model as m
from baton.proving.findings import Finding


def built(pack: m.Pack) -> Iterator[Finding]:
    """Findings that follow from how the pack is put together."""
    yield from _landing(pack)
    yield from _lines(pack)
    yield from _ladders(pack)
    yield from _openings(pack)


def _landing(pack: m.Pack) -> Iterator[Finding]:
    bad = [p for p in pack.places.values() if p.kind in ("service", "team") and not _landing_of(p, pack)]
    for place in bad:
        says = f'"{place.says}" names no landing holder, so nobody would hold a child who arrives there.'
        yield Finding("landing holder", f"landing:{place.key}", "refuted", says, where=(place.where,))
    if not bad:
        number = sum(place.kind in ("service", "team") for place in pack.places.values())
        says = f"Each of {number} services and teams names who holds a child from arrival until a worker is named."
        yield Finding("landing holder", "landing", "proved", says)


def _landing_of(place: m.Place, pack: m.Pack) -> bool:
    service = pack.places.get(place.service, place)
    return (place.landing_holder or service.landing_holder) in pack.offices


def _lines(pack: m.Pack) -> Iterator[Finding]:
    bad = 0
    for office in pack.offices.values():
        line = [office.key]
        while pack.offices.get(line[-1]) is not None and pack.offices[line[-1]].above:
            above = pack.offices[line[-1]].above
            if above in line or above not in pack.offices:
                told = " → ".join((*line, above))
                says = f'The line above "{office.says}" has no end: {told}.'
                yield Finding("line of offices", f"line:{office.key}", "refuted", says, where=(office.where,))
                bad += 1
                break
            line.append(above)
    if not bad:
        says = f"From each of {len(pack.offices)} offices the line upwards ends: what falls vacant reaches somebody."
        yield Finding("line of offices", "lines", "proved", says)


def _ladders(pack: m.Pack) -> Iterator[Finding]:
    ladders = [matter for matter in pack.matters.values() if matter.rungs]
    for matter in ladders:
        if not matter.rungs[-1].final:
            says = f'The ladder of "{matter.says}" has no last word: a dispute could stand for ever.'
            yield Finding("last word", f"ladder:{matter.key}", "refuted", says, where=(matter.where,))
        elif not _goes_on(matter):
            says = f'The ladder of "{matter.says}" has a last word; it is reached only if somebody refers it upwards.'
            yield Finding("last word", f"ladder:{matter.key}", "proved", says, where=(matter.where,))
        else:
            says = f'The ladder of "{matter.says}" ends, after {len(matter.rungs)} rungs, with a last word.'
            yield Finding("last word", f"ladder:{matter.key}", "proved", says)


def _goes_on(matter: m.Matter) -> bool:
    """Whether each rung below the last has a limit, a way up when late, or a next rung that may be used early."""
    pairs = zip(matter.rungs, matter.rungs[1:], strict=False)
    return all(rung.within is not None or rung.late or above.early for rung, above in pairs)


def _openings(pack: m.Pack) -> Iterator[Finding]:
    if not pack.opens:
        says = "The head of the pack says nowhere what opens a child, so nobody ever holds one."
        yield Finding("opening", "opens", "refuted", says)
        return
    says = f"A child is open from {' or '.join(pack.opens)}, and is held by the landing holder there from that instant."
    yield Finding("opening", "opens", "proved", says)
