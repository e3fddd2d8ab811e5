"""The craft: harmony, melody, rhythm and texture of one section, written from a pack's data."""
