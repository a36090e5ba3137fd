"""Answers JSON requests, one a line on standard input, with one JSON record a line on standard output."""

import json
import math
import sys
import traceback


def serve(answer):
    """Calls answer(request) -> record for each request; an exception becomes the record {"failed": message}."""
    for line in sys.stdin:
        try:
            record = answer(json.loads(line))
        except Exception as failure:
            traceback.print_exc()
            record = {"failed": f"{type(failure).__name__}: {failure}"}
        sys.stdout.write(json.dumps(plain(record), allow_nan=False) + "\n")
        sys.stdout.flush()


def plain(value):
    """The value with null for the numbers that JSON lacks."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
