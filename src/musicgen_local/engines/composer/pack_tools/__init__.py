"""Tools for those who write packs: checks, a package to start from, a description to read."""
