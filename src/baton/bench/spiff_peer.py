"""The other peer of `act`: SpiffWorkflow doing ten manual steps, its state read from a row and written back."""

from __future__ import annotations

import time
from typing import Any

import psycopg

STEPS = 10


def steps_a_second(address: str, instances: int) -> float:
    """Steps a second, each a committed transaction: read the state, decode, run the step, encode, write."""
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

    serializer, spec = BpmnWorkflowSerializer(), _spec()
    with psycopg.connect(address) as c:
        c.execute("DROP TABLE IF EXISTS spiff_state")
        c.execute("CREATE TABLE spiff_state (id bigint PRIMARY KEY, state text NOT NULL)")
        c.commit()
        begin = time.perf_counter()
        for number in range(instances):
            workflow = BpmnWorkflow(spec)
            workflow.do_engine_steps()
            c.execute("INSERT INTO spiff_state VALUES (%s, %s)", (number, serializer.serialize_json(workflow)))
            c.commit()
            for _step in range(STEPS):
                _one(c, serializer, number)
        return instances * STEPS / (time.perf_counter() - begin)


def _one(c: psycopg.Connection[Any], serializer: Any, number: int) -> None:
    from SpiffWorkflow.util.task import TaskState

    row = c.execute("SELECT state FROM spiff_state WHERE id = %s FOR UPDATE", (number,)).fetchone()
    assert row is not None
    workflow = serializer.deserialize_json(row[0])
    task = next(t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.manual)
    task.run()
    workflow.do_engine_steps()
    c.execute("UPDATE spiff_state SET state = %s WHERE id = %s", (serializer.serialize_json(workflow), number))
    c.commit()


def _spec() -> Any:
    from lxml import etree
    from SpiffWorkflow.bpmn.parser import BpmnParser

    names = ["start", *(f"step_{n}" for n in range(1, STEPS + 1)), "end"]
    kinds = {"start": "startEvent", "end": "endEvent"}
    parts = []
    for number, name in enumerate(names):
        before = f"<incoming>f{number}</incoming>" if number else ""
        after = f"<outgoing>f{number + 1}</outgoing>" if name != "end" else ""
        kind = kinds.get(name, "manualTask")
        parts.append(f'<{kind} id="{name}" name="{name}">{before}{after}</{kind}>')
        if name != "end":
            parts.append(f'<sequenceFlow id="f{number + 1}" sourceRef="{name}" targetRef="{names[number + 1]}"/>')
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="bench">'
        f'<process id="ten_steps" isExecutable="true">{"".join(parts)}</process></definitions>'
    )
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(text.encode()))
    return parser.get_spec("ten_steps")
