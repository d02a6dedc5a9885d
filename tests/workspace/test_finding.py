"""Finding a child however the name, the date or the number is typed; and that nobody finds what is not theirs."""

from __future__ import annotations

from datetime import date

import pytest
from tests.store import cast

from baton.accounts.models import Clearance
from baton.store.models import ReadLog
from baton.store.names import sounds_of, spelt_alike, words_of
from baton.store.tenancy import in_authority
from baton.workspace.child.typed import typed

from . import world
from .pages import links, main, read

TODAY = date(2026, 8, 6)
THIRD = (date(2016, 3, 3), date(2016, 3, 3))


def called(town: world.Town, child: str, given: str, family: str, **more: str) -> None:
    """A child of the north by this name (made up)."""
    more_entries = [cast.entry("child", child, "given", "name", given=given, family=family)]
    more_entries += [cast.entry("child", child, "given", k, **{"value" if k == "identifier" else k: v})
                     for k, v in more.items()]  # fmt: skip
    cast.child(town.key, child, *more_entries, due=False)


def rows(page: str) -> str:
    """What stands before the second table."""
    return page.split("Spelt or sounding alike")[0]


@pytest.mark.parametrize(
    "text",
    ["3/3/2016", "03.03.16", "3 March 2016", "3rd of Mar 2016", "2016-03-03", "2016/3/3", "March 3, 2016", "03032016",
     "20160303", "030316", "3-mar-16"],
)  # fmt: skip
def test_a_birth_date_is_read_in_the_ways_that_people_type_it(text: str) -> None:
    assert typed(f"amy {text}", TODAY).born == THIRD
    assert typed(f"{text} born amy", TODAY).words == ("amy",)


def test_a_month_alone_is_all_its_days_and_what_is_no_date_stays_a_word() -> None:
    assert typed("Feb 2016", TODAY).born == typed("02/2016", TODAY).born == (date(2016, 2, 1), date(2016, 2, 29))
    assert typed("31/02/2016", TODAY).born is None and typed("3/3/2031", TODAY).born is None
    assert typed("D0021", TODAY).words == ("d0021",) and typed("030316", TODAY).number == "030316"
    assert typed("3/3/98", TODAY).born == (date(1998, 3, 3), date(1998, 3, 3))


def test_the_words_of_a_name_and_their_sounds() -> None:
    assert words_of("Zoë Smith-Jones") == {"zoe", "smith", "jones", "smithjones"}
    assert words_of("Siân O’Brien") == {"sian", "obrien", "brien"} and words_of("Łukasz") == {"lukasz"}
    assert sounds_of("sean") & sounds_of("shaun") and sounds_of("mohammed") == sounds_of("muhammad")
    assert sounds_of("d0021") == sounds_of("jo") == frozenset()
    assert spelt_alike("fictley", ["fixtley", "fitcley", "fictley", "fistula"]) == ["fixtley", "fitcley"]


@pytest.mark.parametrize(
    ("name", "exact", "alike"),
    [
        ("Zoë Specimen-Mock",
         "specimen|SPECIMEN zoe|z specimen|Zoë|specimen-mock|specimenmock|specimen mock|t 77 12|t7712|mock 3/3/2016",
         "spesimen|specimne|zoey|zoe spesimen"),
        ("Siân O’Brien", "obrien|o'brien|o brien|O’Brien siân|brien|dummy lane|sian born 3 march 2016",
         "shan|shan obrian"),
        ("Łukasz Placeholder", "lukasz|Łukasz|place l", "lucasz|plaecholder"),
        ("Catherine Example", "catherine|c example", "kate|katherine|cathrine|cathy example"),
        ("Mohammed McDummy", "mohammed|mcdummy|mc dummy", "muhammad|mohamed|macdummy"),
    ],
)  # fmt: skip
def test_a_child_is_found_however_it_is_typed(town: world.Town, name: str, exact: str, alike: str) -> None:
    called(town, "c1", "Zoë", "Specimen-Mock", identifier="T77-12")
    called(town, "c2", "Siân", "O’Brien", home_address="4 Dummy Lane")
    for child, given, family in (("c3", "Łukasz", "Placeholder"), ("c4", "Catherine", "Example"),
                                 ("c5", "Mohammed", "McDummy")):  # fmt: skip
        called(town, child, given, family)
    nora = world.sign_in(town, "nora")
    for text in exact.split("|"):
        assert name in rows(main(nora.get("/children", {"q": text}, follow=True))), text
    for text in alike.split("|"):
        page = main(nora.get("/children", {"q": text}, follow=True))
        assert name not in rows(page) and "Spelt or sounding alike" in page and name in page, text


def test_what_fits_nobody_says_so_and_where_else_to_look(town: world.Town) -> None:
    town.child(due=False)
    answer = world.sign_in(town, "nora").get("/children", {"q": "wxyzzy"}, follow=True)
    assert "nor any whose name is spelt or sounds alike" in main(answer)
    assert any(one.startswith("/children?find=") and one.endswith("&open=all") for one in links(answer))


def test_what_is_typed_stands_in_no_address_and_is_for_this_person_alone(town: world.Town) -> None:
    town.child(due=False)
    nora = world.sign_in(town, "nora")
    for page, more in (("/children", {"team": "north", "order": "-born"}), ("/reports/audit", {"on": "2026-07-01"})):
        sent = nora.post(page, {"q": " Fictley ", **more})
        assert sent.status_code == 302 and "ictley" not in sent["Location"] and all(v in sent["Location"] for v in more)
        assert "Amy Fictley" in main(nora.get(sent["Location"], follow=True))
        assert "ictley" not in nora.get(f"{page}?q=fictley")["Location"]  # an address that somebody made
    found = nora.get(nora.post("/children", {"q": "Fictley"})["Location"])
    assert 'value="Fictley"' in found.content.decode() and "ictley" not in str(links(found))
    (as_csv,) = (one for one in links(found) if one.endswith("as=csv"))
    assert "Amy Fictley" in nora.get(as_csv).content.decode()
    assert nora.post("/children", {"q": "fictley"})["Location"] != nora.post("/children", {"q": "Fictley"})["Location"]
    assert nora.post("/children", {"q": ""})["Location"] == "/children"
    theirs = main(world.sign_in(town, "hal").get(found.wsgi_request.get_full_path()))
    assert "Type it again." in theirs and "ictley" not in theirs.replace("Amy Fictley", "")


@pytest.mark.parametrize("text", ["fictley", "amy", "fixtley", "3/3/2016", "amie", ""])
def test_a_restricted_child_gives_no_hint_to_any_way_of_searching(town: world.Town, text: str) -> None:
    child = town.child(due=False)
    town.act("2026-08-06 09:00", "nora", "given", "restricted", child, values={"restricted": "yes"})
    hal = world.sign_in(town, "hal")
    for address in ("/children", "/children?as=csv"):
        answer = hal.get(address, {"q": text, "open": "all"}, follow=True)
        words = answer.content.decode().replace(f"“{text}”", "").replace(f'value="{text}"', "")
        assert "Fictley" not in words and "Amy" not in words and "alike</caption>" not in words
    Clearance.objects.create(authority=town.key, person="hal", child=child, given_by="nora", reason="a test")
    if text:
        assert "Amy Fictley" in main(hal.get("/children", {"q": text, "open": "all"}, follow=True))


def test_another_team_and_another_authority_find_nothing(town: world.Town, other_town: world.Town) -> None:
    town.child(due=False)
    for where, person in ((town, "ben"), (town, "sid"), (other_town, "hal")):
        for text in ("fictley", "fixtley", "3/3/2016"):
            assert "Amy" not in read(world.sign_in(where, person).get("/children", {"q": text}, follow=True))


def test_a_worker_is_found_and_leads_to_their_children(town: world.Town) -> None:
    town.child(due=False)
    answer = world.sign_in(town, "hal").get("/children", {"q": "ann"}, follow=True)
    assert "Ann's children" in main(answer) and "/children?worker=ann" in links(answer)
    assert "Held by Ann." in main(world.sign_in(town, "hal").get("/children?worker=ann"))


def test_lately_opened_records_stand_first_and_only_ones_own(town: world.Town) -> None:
    child = town.child(due=False)
    ann = world.sign_in(town, "ann")
    assert "You looked at" not in main(ann.get("/children"))
    ann.get(f"/children/{child}")
    assert "You looked at" in main(ann.get("/children"))
    assert "You looked at" not in main(world.sign_in(town, "nora").get("/children"))


def test_a_column_sorts_by_link_and_says_which_way(town: world.Town) -> None:
    called(town, "c1", "Ada", "Specimen")
    called(town, "c2", "Ben", "Dummy")
    nora = world.sign_in(town, "nora")
    first = nora.get("/children")
    assert 'aria-sort="ascending"' in first.content.decode() and "/children?order=-name" in links(first)
    assert main(first).index("Ben Dummy") < main(first).index("Ada Specimen")
    turned = nora.get("/children?order=-name")
    assert 'aria-sort="descending"' in turned.content.decode()
    assert main(turned).index("Ada Specimen") < main(turned).index("Ben Dummy")
    assert 'aria-sort="descending"' in nora.get("/children?order=breaches").content.decode()


def test_a_list_as_a_file_is_a_reading_of_each_record_in_it(town: world.Town) -> None:
    child = town.child(due=False)
    answer = world.sign_in(town, "nora").get("/children?q=fictley&as=csv", follow=True)
    assert "Amy Fictley" in answer.content.decode()
    with in_authority(town.key):
        assert ReadLog.objects.filter(child=child, person="nora", page="list of children, as a file").exists()
