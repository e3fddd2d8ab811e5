"""Drum kits: recipes of hits, kits that map keys to them, the voice that places them."""
