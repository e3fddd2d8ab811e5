"""Compiled inner loops, one file per way of making a tone; compiled once per machine."""
