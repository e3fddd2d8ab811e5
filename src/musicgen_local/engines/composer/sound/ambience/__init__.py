"""Rain, cafes, wind: beds computed for any moment on their own, that never repeat."""
