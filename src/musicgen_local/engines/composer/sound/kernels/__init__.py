"""Compiled inner loops: one file per way of making a tone. Compiled once per machine, then cached."""
