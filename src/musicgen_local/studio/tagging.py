"""What the library knows of a track, as the tags of its files."""

from __future__ import annotations

from importlib.util import find_spec

from musicgen_local.audio.tags import AI_DISCLOSURE, Tags
from musicgen_local.library import NewTrack

NO_TAGS_NOTICE = "The files have no tags; this adds them: pip install 'musicgen-local[tags]'"


def can_tag() -> bool:
    """Whether the extra that reads and writes tags is installed."""
    return find_spec("mutagen") is not None


def tags_for(track: NewTrack, source: Tags | None = None) -> Tags:
    """The tags of a new track's files.

    `source` has the tags of the recording that it was made from: what only they know (its date,
    its copyright, its engine and seed, that it was generated, its cover) stays.
    """
    source = source or Tags()
    return Tags(
        title=track.title,
        artist=track.artist,
        album=track.album,
        genre=track.genre.replace("_", " "),
        comment=source.comment,
        tempo_bpm=track.tempo_bpm,
        key=track.key,
        date=source.date,
        copyright=source.copyright,
        lyrics=track.lyrics,
        engine=track.engine or source.engine,
        prompt=track.prompt,
        seed=source.seed if track.seed is None else track.seed,
        ai_disclosure=AI_DISCLOSURE if track.engine else source.ai_disclosure,
        cover=source.cover,
    )
