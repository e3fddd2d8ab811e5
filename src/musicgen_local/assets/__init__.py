"""Sounds and weights: what there is, where it comes from, whether it is here and whole."""
