"""Drum kits: recipes of hits, kits that map General MIDI keys to them, and the voice that places them."""
