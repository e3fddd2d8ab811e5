"""How large a song may be."""

MOST_BYTES = 700_000  # in base64 it still fits into a request
MOST_NOTES = 100_000
MOST_BARS = 1024
