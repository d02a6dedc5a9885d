"""Settings: the value in force, the other readings, and who changes it."""

from __future__ import annotations

from tests.policy import small
from tests.policy.small import PACK, read

from baton.policy import model as m
from baton.policy.model import Where
from baton.policy.nodes import Node
from baton.policy.packs import read_pack
from baton.working_time import Amount

WINDOW = """\
  - key: k
    clause: NEW-3
    for: transfer
    who: {setting: sender, is: team_manager, doubt: sender not given}
    must: move
    by:
      setting: window
      is: 5 working days either side of transfer_date
      or: [5 working days after transfer_date, {say: only before it, is: 5 working days before transfer_date}]
      doubt: '"within" could mean before, after or either side'
      clause: NEW-3b
    strength: {setting: blocks, is: refuse, or: [warn], doubt: bar or duty, guess: true}
"""


def the_pack(**blocks: str) -> m.Pack:
    result = read(WINDOW, None, **blocks)
    assert result.errors == (), [str(error) for error in result.errors]
    assert result.pack is not None
    return result.pack


def the_rule(pack: m.Pack) -> m.Must:
    (rule,) = [rule for rule in pack.rules if rule.head.key == "k"]
    assert isinstance(rule, m.Must)
    return rule


def test_a_setting_is_kept_with_its_readings_and_its_doubt() -> None:
    setting = the_pack().settings["window"]
    assert setting.is_ == "5 working days either side of transfer_date"
    assert setting.or_ == ("5 working days after transfer_date", "5 working days before transfer_date")
    assert setting.or_says == ("5 working days after transfer_date", "only before it")
    assert setting.doubt == '"within" could mean before, after or either side'
    assert (setting.clause, the_pack().settings["blocks"].clause) == (("NEW-3b",), ("NEW-3",))
    assert the_pack().settings["blocks"].guess


def test_a_rule_knows_its_settings() -> None:
    assert the_rule(the_pack()).head.settings == ("sender", "window", "blocks")


def test_the_head_of_a_pack_sets_a_setting() -> None:
    pack = the_pack(
        pack=PACK
        + "  settings: {window: {is: 5 working days after transfer_date, source: the board}, "
        + "blocks: {is: warn, source: the board}}\n"
    )
    rule = the_rule(pack)
    assert rule.by == m.Shifted(Amount(working_days=5), 1, m.SlotAt("transfer_date"))
    assert rule.strength == "warn"
    assert pack.settings["window"].is_ == "5 working days after transfer_date"


def test_a_trial_sets_a_setting_without_a_file() -> None:
    text = "\n".join((PACK, small.WORDS, small.PLACES, small.OFFICES, small.FORUMS, small.MATTERS, small.TERMS))
    trial = {"blocks": Node("text", Where("trial", 1), "count")}
    pack = read_pack({"a.yaml": f"{text}\nrules:\n{small.ROUTE}{WINDOW}"}, settings=trial).pack
    assert pack is not None
    assert the_rule(pack).strength == "count"


def test_a_value_that_does_not_fit_is_refused_where_it_is_set() -> None:
    assert small.mistakes(WINDOW, pack=PACK + "  settings: {window: soon}\n") == [
        '8 (NEW-3): "by" names "soon", which is no moment, word or act. The nearest known name is "reason".'
    ]
