"""What words mean in music, English and Russian side by side.

The data is in `genres`, `moods`, `scenes`, `instruments`, `ambience`, `structure`, `tempo` and
`grammar`: to teach the composer a word, add it to a list there. The reading of a prompt with this
data is in `vocabulary` (phrases), `quantities` (tempo, length, meter), `keys` and `scan` (what is
asked for and what is denied).
"""
