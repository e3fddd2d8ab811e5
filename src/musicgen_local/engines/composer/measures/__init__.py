"""Measures of scores: how well a piece is written, as numbers taken from its notes."""
