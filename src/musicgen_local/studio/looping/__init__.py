"""Loops: any recording into an hour of music, or ten, without a seam that is heard."""
