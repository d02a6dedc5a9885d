"""Letters: a template of the pack and facts make a page, or the names of the facts it lacks. Opens nothing."""

from baton.letters.rendering import Lacks, Letter, Mistake, Part, names_in, render

__all__ = ["Lacks", "Letter", "Mistake", "Part", "names_in", "render"]
