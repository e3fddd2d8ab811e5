"""Hours at disk speed: what is encoded once is written again and again, frame by frame."""
