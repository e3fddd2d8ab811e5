"""Loops: where a recording comes back to itself, and hours made of that at disk speed."""
