"""Talking a piece over: "slower", "add a piano", "to minor", in English and Russian."""
