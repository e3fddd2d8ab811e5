"""Engines: each turns a request into blocks of audio; the registry finds them by entry point."""
