"""A restricted brother or sister is told to nobody without clearance: a fact that may not be seen, and whom to ask."""

from __future__ import annotations

from tests.store.cast import child, entry, family

from baton.engine import as_seen
from baton.engine.situation import Act, InTheWay, Refusal
from baton.store import viewing
from baton.store.models import Child
from baton.store.tenancy import in_authority


def refusal() -> Refusal:
    item = InTheWay(
        "amy", "together", ("TST-1",), "ask_reason", ("ola",), ("reason",), (("kin", "ola"), ("entry", 3)), says="ola"
    )
    return Refusal(Act("propose", "", ("amy",)), (item,))


def test_who_has_no_clearance_is_told_whom_to_ask_and_not_about_whom(authority: str) -> None:
    child(authority, "amy")
    child(authority, "ola", entry("child", "ola", "given", "restricted", restricted="yes"))
    family(authority, "amy", "ola")
    with in_authority(authority):
        found = viewing.hidden(authority)
        assert list(Child.objects.values_list("child", flat=True)) == ["amy"]  # what follows is read as before
    assert found == {"ola": "ann"}
    item = as_seen(refusal(), found).items[0]
    assert item.missing == ("a fact you may not see; ask ann",)
    assert item.because == (("hidden", "ann"), ("entry", 3))
    assert "ola" not in repr(item)


def test_who_has_clearance_is_told_all(authority: str) -> None:
    child(authority, "amy")
    child(authority, "ola", entry("child", "ola", "given", "restricted", restricted="yes"))
    family(authority, "amy", "ola")
    with in_authority(authority, ("ola",)):
        found = viewing.hidden(authority, ("ola",))
        assert set(Child.objects.values_list("child", flat=True)) == {"amy", "ola"}
    assert found == {}
    assert as_seen(refusal(), found) == refusal()
