"""Hours at disk speed: what is encoded once is written again and again, frame by frame."""

from musicgen_local.loops.tile.marks import read_loop_points, write_loop_points
from musicgen_local.loops.tile.writing import Step, Written, step_of, write_reel

__all__ = [
    "Step",
    "Written",
    "read_loop_points",
    "step_of",
    "write_loop_points",
    "write_reel",
]
