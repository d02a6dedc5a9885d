"""A suggestion for a whole list: known faces first, then an even load, and never somebody who may not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from baton.choosing import AWAY, FEWEST, KNEW, NOBODY, SIBLING, Suggested, Together, Worker, assign

ANN, PAT, UNA = Worker("ann", 16), Worker("pat", 9), Worker("una", 9, away_ahead=True)


def one(weight: int = 1, **ties: str) -> Together:
    return Together(("jack",), weight, ties)  # type: ignore[arg-type]


def test_the_worker_of_a_brother_or_sister_is_suggested_before_the_one_with_fewest() -> None:
    assert assign([one(ann="sibling", pat="")], [ANN, PAT]) == [Suggested(("jack",), "ann", SIBLING, 17)]


def test_a_tie_is_worth_a_few_children_and_no_more() -> None:
    # Ann carries 16 and Pat 9. The tie of somebody who worked with Jack before is worth 5: with 13 it would do.
    assert assign([one(ann="knew", pat="")], [ANN, PAT]) == [Suggested(("jack",), "pat", FEWEST, 10)]
    assert assign([one(ann="knew", pat="")], [Worker("ann", 13), PAT]) == [Suggested(("jack",), "ann", KNEW, 14)]


def test_who_is_not_among_the_ties_may_not_hold_the_child_however_few_they_carry() -> None:
    assert assign([one(ann="")], [ANN, PAT]) == [Suggested(("jack",), "ann", FEWEST, 17)]
    assert assign([one()], [ANN, PAT]) == [Suggested(("jack",), "", NOBODY, 0)]


def test_an_absence_ahead_counts_against_and_is_said() -> None:
    assert assign([one(pat="", una="")], [PAT, UNA])[0].person == "pat"
    assert assign([one(una="")], [UNA]) == [Suggested(("jack",), "una", AWAY, 10)]


def test_a_list_is_spread_evenly_and_a_family_stays_together() -> None:
    groups = [Together((f"c{n}",), 1, {"ann": "", "pat": ""}) for n in range(6)]
    groups.append(Together(("x", "y", "z"), 3, {"ann": "", "pat": ""}))
    found = assign(groups, [Worker("ann", 10), Worker("pat", 11)])
    taken = dict.fromkeys(("ann", "pat"), 0)
    for group, said in zip(groups, found, strict=True):
        taken[said.person] += group.weight
    assert {p: n + taken[p] for p, n in (("ann", 10), ("pat", 11))} == {"ann": 15, "pat": 15}
    assert assign([], [ANN]) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 3), st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "knew", "sibling"]))
        ),
        max_size=6,
    ),
    st.tuples(*[st.integers(0, 20)] * 4),
)
def test_everybody_who_can_be_placed_is_and_only_with_who_may(wanted: list, carried: tuple) -> None:  # type: ignore[type-arg]
    workers = [Worker(name, n) for name, n in zip("abcd", carried, strict=True)]
    groups = [Together((f"c{at}",), weight, ties) for at, (weight, ties) in enumerate(wanted)]
    found = assign(groups, workers)
    assert found == assign(groups, workers)
    for group, said in zip(groups, found, strict=True):
        assert (said.person in group.ties) if group.ties else said.person == ""
