"""The jobs' database: tables, transitions, reads."""
