"""PyMusicLooper 3.6, to compare with; run by `bench_loops.py` with the Python of its environment.

Reads paths, one a line, and prints JSON for each: its best loop, and what that costs. Each file is
looked at by a process that was forked after the libraries had been loaded and compiled.
"""

from __future__ import annotations

import json
import os
import sys
import time
from multiprocessing import Pipe
from multiprocessing.connection import Connection


def _look(path: str, answer: Connection) -> None:
    from pymusiclooper.core import MusicLooper  # type: ignore[import-not-found]
    from pymusiclooper.exceptions import LoopNotFoundError  # type: ignore[import-not-found]

    wall, busy = time.perf_counter(), time.process_time()
    try:
        best = MusicLooper(path).find_loop_pairs()[0]
        found = {"loop": (int(best.loop_start), int(best.loop_end)), "score": float(best.score)}
    except LoopNotFoundError:
        found = {}
    costs = {"wall": time.perf_counter() - wall, "busy": time.process_time() - busy}
    answer.send(found | costs)


def _forked(path: str) -> dict[str, object]:
    mine, other = Pipe()
    child = os.fork()
    if not child:
        try:
            _look(path, other)
        finally:
            os._exit(0)
    other.close()
    try:
        answer: dict[str, object] = mine.recv()
    except EOFError:
        answer = {}
    _, _, usage = os.wait4(child, 0)
    return answer | {"peak_mb": usage.ru_maxrss / 1024}


def main() -> None:
    """Look at the first file to compile what is compiled, then at each."""
    compiled = False
    for line in sys.stdin:
        path = line.rstrip("\n")
        if not compiled:
            mine, other = Pipe()
            _look(path, other)
            mine.recv()
            compiled = True
        print(json.dumps(_forked(path)), flush=True)


if __name__ == "__main__":
    main()
