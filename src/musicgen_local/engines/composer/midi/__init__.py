"""MIDI files: the score written out, and other people's songs read as material for a plan."""

from musicgen_local.engines.composer.midi.writing import write_midi

__all__ = ["write_midi"]
