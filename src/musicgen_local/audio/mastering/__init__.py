"""Mastering: a mix becomes a track of a given loudness that never passes a given peak.

`settings` is light to import and says what can be asked for; `run` does the work.
"""
