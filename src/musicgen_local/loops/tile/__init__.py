"""Hours at disk speed: what is encoded once is written again and again, frame by frame."""

from musicgen_local.loops.tile.writing import Step, Written, step_of, write_reel

__all__ = ["Step", "Written", "step_of", "write_reel"]
