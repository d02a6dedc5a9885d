"""Opens XML safely and in pieces: no entities resolved, no network, a file that breaks off keeps what came before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from baton.imports.model import Rejected, Source


def elements(path: Path, tags: Sequence[str]) -> Iterator[Any | Rejected]:
    """Each element with one of these names, whatever its namespace; its memory is given back afterwards."""
    expected = "a whole XML file, from the first element to its closing tag"
    try:
        reader = etree.iterparse(
            str(path),
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for _, element in reader:
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or 0
        reason = f"from line {line} on the file cannot be read: {problem.msg}"
        yield Rejected(Source(path.name, "", line), reason, expected, "Export it again; what came before was read.", "")
    except OSError as problem:
        yield Rejected(Source(path.name), f"the file cannot be opened: {problem}", expected, "Check the file.", "")


def name_of(element: Any) -> str:
    """The element's name without its namespace; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(element: Any) -> str:
    """The element's own text, with spaces made single."""
    return " ".join((element.text or "").split())
