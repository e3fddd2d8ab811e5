"""The library: tracks, their files, search and trash. Import what you need from its modules;
this package itself imports nothing, so that a command that needs no library pays for none."""
