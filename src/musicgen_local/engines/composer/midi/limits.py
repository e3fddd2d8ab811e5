"""How large a song may be, and how its errors call it."""

MOST_BYTES = 700_000  # in base64 it still fits into a request
MOST_NOTES = 100_000
MOST_BARS = 1024
MIDI_FIELD = "parameters.midi"  # an order's own `midi` asks for a file, this one gives one
