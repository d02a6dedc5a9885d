"""The words that stand in one authority's names, a few at a time; for a page's transaction, under its row policies."""

from __future__ import annotations

from baton.store.statements import Statement, Together
from baton.store.tenancy import driver

# From each word the index gives the next: as many probes as there are words, however many children share them.
_WORDS = Statement(
    "words_nearby",
    """WITH RECURSIVE w AS (
  (SELECT part FROM child_name WHERE authority = %(authority)s AND part >= %(first)s AND part < %(last)s
   ORDER BY part LIMIT 1)
  UNION ALL
  SELECT (SELECT n.part FROM child_name n WHERE n.authority = %(authority)s AND n.part > w.part
   AND n.part < %(last)s ORDER BY n.part LIMIT 1) FROM w WHERE w.part IS NOT NULL
)
SELECT part FROM w WHERE part IS NOT NULL LIMIT 2000""",
)


def nearby_words(authority: str, word: str) -> list[str]:
    """The words of names that begin with the same letter pair, or with it turned round. Only words of children whom
    this transaction may see."""
    if len(word) < 4:
        return []
    together = Together(driver())
    starts = dict.fromkeys((word[:2], word[1::-1]))
    for start in starts:
        together.add(_WORDS, {"authority": authority, "first": start, "last": start + "\U0010ffff"})
    return [part for rows in together.run() for (part,) in rows]
