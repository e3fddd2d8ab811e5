"""Audio as values and blocks: codecs, filters, loudness, mastering and tags."""
