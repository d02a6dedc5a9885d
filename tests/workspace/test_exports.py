"""Files for others and a child's whole record, as people reach them on the pages."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from tests.store import cast

from baton.exports.models import Redaction
from baton.store.models import Extract, ReadLog
from baton.store.tenancy import in_authority

from . import pages, world


def packed(answer: Any) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_a_return_is_looked_at_then_taken(town: world.Town, sign_in: Any) -> None:
    cast.child(town.key, "amy", cast.entry("child", "amy", "started", "looked_after", "2026-06-02"), due=False)
    hal = sign_in(town, "hal")
    assert "Social worker episodes" in pages.main(hal.get("/exports"))
    seen = pages.main(hal.get("/exports/ssda903-social-worker"))
    assert "1 child in all" in seen and "Every rule that was tried holds" in seen
    files = packed(hal.get("/exports/ssda903-social-worker?as=archive"))
    assert files["2027_social_worker.csv"].splitlines()[1].endswith(",01/06/2026,,FCONTA")
    assert "for Hal" in files["ssda903-social-worker_report.txt"]
    assert hal.get("/exports/annex-a?as=xlsx").content[:2] == b"PK"
    with in_authority(town.key):
        assert ReadLog.objects.filter(child="amy", person="hal", page="export ssda903-social-worker").exists()
        assert Extract.objects.filter(file="2027_social_worker.csv").exists()


def test_only_those_who_answer_for_a_service_take_files(town: world.Town, sign_in: Any) -> None:
    assert sign_in(town, "ann").get("/exports").status_code == 403
    assert sign_in(town, "nora").get("/exports/weekly").status_code == 403
    assert sign_in(town, "audra", duties=("audit",), post="audit").get("/exports/weekly").status_code == 200


def test_a_wrong_period_is_said(town: world.Town, sign_in: Any) -> None:
    hal = sign_in(town, "hal")
    wrong = hal.get("/exports/weekly?first-day=31&first-month=2&first-year=2026")
    assert wrong.status_code == 400 and "Give a first day" in pages.main(wrong)
    assert hal.get("/exports/nothing").status_code == hal.get("/exports/child-record").status_code == 404


def test_the_whole_record_with_a_part_withheld(town: world.Town, sign_in: Any) -> None:
    call = cast.entry("child", "amy", "held", "referral", "2026-06-01", referrer="Mrs Informant")
    cast.child(town.key, "amy", call, due=False)
    nora = sign_in(town, "nora")
    assert "/children/amy/whole-record" in pages.links(nora.get("/children/amy/recorded"))
    page = nora.get("/children/amy/whole-record")
    assert "it may say who referred the child" in pages.main(page)
    name = next(n for n in page.content.decode().split('"') if n.startswith("g-") and n.endswith("-referrer"))
    assert nora.post("/children/amy/whole-record", {name: "others"}).status_code == 302
    assert "1 part withheld now" in pages.main(nora.get("/children/amy/whole-record"))
    files = packed(nora.get("/children/amy/whole-record?as=archive"))
    assert "Mrs Informant" not in "".join(files.values()) and "[withheld]" in files["2_everything_recorded.csv"]
    assert "another person's information" in files["7_withheld.csv"]
    with in_authority(town.key):
        assert Redaction.objects.get(child="amy").by == "nora"
    assert sign_in(town, "ann").get("/children/amy/whole-record").status_code == 403


def test_staff_are_imported_on_the_page(town: world.Town, sign_in: Any, settings_state: Any) -> None:
    """Whoever keeps the set-up sends a list, sees what it would do, and takes it in."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from baton.store.asking import around

    root = sign_in(town, "root", duties=("set up",), post="set up")
    sent = SimpleUploadedFile("staff.csv", b"name,number,role,team\nNell New,SW7654321,social_worker,north\n")
    look = root.post("/import", {"format": "staff", "files": sent})
    page = root.get(look.headers["Location"])
    assert "Nothing has been saved." in pages.main(page) and "1 new" in pages.main(page)
    assert root.post(look.headers["Location"], {"step": "import"}).status_code == 302
    organisation = around(town.key).organisation
    assert [p.team for p in organisation.posts if organisation.names.get(p.person) == "Nell New"] == ["north"]
