"""
Writes test/runs/metrics/tensorboard.json: the bytes of events as TensorBoard's own writer gives them.

    pip install tensorboard==2.21.0
    python test/oracles/tensorboard-events.py
"""

import io
import json
import pathlib

from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


def recorded(event):
    """The record of an event, in hexadecimal."""
    file = io.BytesIO()
    RecordWriter(file).write(event.SerializeToString())
    return file.getvalue().hex()


def scalars(began, seconds, step, values):
    summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])
    return {
        "began": began,
        "seconds": seconds,
        "step": step,
        "values": values,
        "bytes": recorded(Event(wall_time=began + seconds, step=step, summary=summary)),
    }


began = 1_700_000_000.125
fixture = {
    "began": began,
    "header": recorded(Event(wall_time=began, file_version="brain.Event:2")),
    "restart": recorded(Event(wall_time=began, session_log=SessionLog(status=SessionLog.START))),
    "events": [
        scalars(began, 0.5, 1, {"episodes/meanReturn": 20.25}),
        scalars(began, 1.75, 127, {"learning/entropy": 0.693, "info/success": 1.0}),
        scalars(began, 2.0, 128, {"learning/policyLoss": -1e-3}),
        scalars(began, 3.001, 2_048, {f"learning/metric{i}": i / 7 for i in range(40)}),
        scalars(began, 1e6, 2**53 - 1, {"learning/größe": 3e38}),
    ],
}
target = pathlib.Path(__file__).parent.parent / "runs" / "metrics" / "tensorboard.json"
target.write_text(json.dumps(fixture, indent=1, ensure_ascii=False) + "\n")
