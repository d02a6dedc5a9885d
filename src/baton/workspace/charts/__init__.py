"""Charts drawn on the server, each a picture of a table that stands beside it: labelled with its figures, told apart by
pattern and never by colour alone, legible in black on paper. They know no child and no rule."""

from baton.workspace.charts.bars import Bar, bars, columns
from baton.workspace.charts.clocks import Clock, clocks
from baton.workspace.charts.flows import flows
from baton.workspace.charts.grid import Cell, grid
from baton.workspace.charts.run import Point, run_chart
from baton.workspace.charts.signals import Reading, reading_of

__all__ = [
    "Bar",
    "Cell",
    "Clock",
    "Point",
    "Reading",
    "bars",
    "clocks",
    "columns",
    "flows",
    "grid",
    "reading_of",
    "run_chart",
]
