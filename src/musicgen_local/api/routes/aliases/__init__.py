"""Paths that earlier products published: they call the same use cases and answer in old words."""
