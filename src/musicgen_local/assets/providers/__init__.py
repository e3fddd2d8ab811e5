"""Ways to get an asset's files; each is a small value with `unavailable` and `fetch`."""
