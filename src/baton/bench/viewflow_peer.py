"""The peer of `act`: django-viewflow doing ten steps of a process, each stored, in a process with settings of its own.

`python -m baton.bench.viewflow_peer ADDRESS INSTANCES` prints the steps a second.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import Any

STEPS = 10
TenSteps: Any = None  # made once Django is set up


def main(words: list[str]) -> int:
    """Sets Django up with nothing but viewflow, and runs the instances one after another."""
    import django
    from django.conf import settings

    from baton.bench.database import django_words

    address, instances = words[0], int(words[1])
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **django_words(address)}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "viewflow", "viewflow.workflow",
                        "baton.bench"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True, SECRET_KEY="peer",
    )  # fmt: skip
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    here: Any = import_module("baton.bench.viewflow_peer")  # by this name, under which flows are looked up
    flow = here.TenSteps = here.flow_of_ten()
    _instances(flow, 3)
    begin = time.perf_counter()
    _instances(flow, instances)
    print(instances * STEPS / (time.perf_counter() - begin))
    return 0


def flow_of_ten() -> Any:
    """Ten steps, one after another, each waiting to be done from outside."""
    from viewflow import this
    from viewflow.workflow import flow, lock
    from viewflow.workflow.models import Process

    def nothing(activation: Any) -> None:
        return None

    body: dict[str, Any] = {
        "process_class": Process, "lock_impl": lock.select_for_update_lock, "__module__": __name__,
        "__qualname__": "TenSteps", "start": flow.StartHandle().Next(this.step_1), "end": flow.End(),
    }  # fmt: skip
    for number in range(1, STEPS + 1):
        following = this.end if number == STEPS else getattr(this, f"step_{number + 1}")
        body[f"step_{number}"] = flow.Handle(nothing).Next(following)
    return type("TenSteps", (flow.Flow,), body)


def _instances(flow: Any, instances: int) -> None:
    """Begins each, then does its ten steps; a step looks up the task that waits, as a page would."""
    from viewflow.workflow.status import STATUS

    for _n in range(instances):
        process = flow.start.run()
        for number in range(1, STEPS + 1):
            node = getattr(flow, f"step_{number}")
            node.run(process.task_set.get(flow_task=node, status=STATUS.NEW))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
