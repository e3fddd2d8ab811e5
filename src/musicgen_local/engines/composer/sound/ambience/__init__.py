"""Rain, cafes, wind: beds of sound that are computed for any moment on their own and never repeat."""
