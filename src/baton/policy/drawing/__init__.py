"""Pictures of a pack as SVG that a manager can read and print: services and routes, one matter's steps, a ladder.

Black on white, nothing said by colour alone, every picture with its title, its description and its clauses.
"""

from baton.policy.drawing.brief import brief, brief_rule, in_words
from baton.policy.drawing.ladder import ladder_of
from baton.policy.drawing.services import services_of
from baton.policy.drawing.steps import steps_of

__all__ = ["brief", "brief_rule", "in_words", "ladder_of", "services_of", "steps_of"]
