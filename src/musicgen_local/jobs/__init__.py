"""Durable jobs: queued, seen, canceled, retried, and taken up again after a crash."""
