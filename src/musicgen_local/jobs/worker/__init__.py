"""The worker: takes jobs from their lanes, has hosts carry them out, looks after the others."""
