"""What can be asked of a loop: frozen values, checked at the edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from musicgen_local.durations import format_duration, parse_duration_seconds
from musicgen_local.studio.orders import MAX_SEED, check_formats, invalid

LOOP_SECONDS = (60.0, 36_000.0)
LONGEST_SECONDS = 43_200.0  # what YouTube takes; for those who ask for it
MAX_CROSSFADE_SECONDS = 30.0
MAX_FADE_SECONDS = 60.0
MAX_TIMES = 10_000
MAX_PICK = 8
MAX_WINDOW_SECONDS = 3_600.0
LOOP_FORMATS = ("mp3",)
_ROUNDING_SECONDS = 0.05  # of what people are shown


class LoopMode(StrEnum):
    """How a recording goes on after its end."""

    SEAMLESS = "seamless"  # one exact period, again and again
    CROSSFADE = "crossfade"  # the end goes over into the start
    JUKEBOX = "jukebox"  # jumps between beats that are alike, never the same way


@dataclass(frozen=True, slots=True)
class LoopPlace:
    """Which loop of a recording: the best, another of those that are listed, or one's own."""

    pick: int = 1  # as `loop_points` counts them
    start_seconds: float | None = None
    end_seconds: float | None = None

    @property
    def given(self) -> bool:
        """Whether it was set by hand."""
        return self.start_seconds is not None or self.end_seconds is not None

    def check(self) -> None:
        """See that it can be meant.

        Raises:
            UserError: `VALIDATION`, naming the field.
        """
        if not 1 <= self.pick <= MAX_PICK:
            raise invalid("pick", f"There is no candidate {self.pick}.", f"Use 1 to {MAX_PICK}.")
        if not self.given:
            return
        if self.start_seconds is None or self.end_seconds is None:
            raise invalid(
                "start_seconds",
                "A loop that is set by hand needs a start and an end.",
                "Give both, in seconds from the recording's start.",
            )
        if not 0 <= self.start_seconds < self.end_seconds:
            raise invalid(
                "end_seconds",
                "The loop's end is not behind its start.",
                "Give the start first, both in seconds from the recording's start.",
            )

    def check_within(self, seconds: float) -> None:
        """See that it lies in a recording of this length.

        Raises:
            UserError: `VALIDATION`.
        """
        if self.end_seconds is not None and self.end_seconds > seconds + _ROUNDING_SECONDS:
            raise invalid(
                "end_seconds",
                f"The recording ends at {seconds:.2f} s, before the loop's end.",
                f"Use an end of {seconds:.2f} s at most.",
            )


@dataclass(frozen=True, slots=True)
class LoopOrder:
    """A recording that goes on for a length; one of the first three says for how long."""

    duration_seconds: float | None = None  # of the whole: `LOOP_SECONDS`
    times: int | None = None  # how often the loop is heard, with intro and ending
    loop_only: bool = False  # one period alone, to be repeated by whatever plays it
    mode: LoopMode | None = None  # None: seamless where something comes back, else a crossfade
    place: LoopPlace = LoopPlace()
    crossfade_seconds: float | None = None  # None: what fits the seam
    fade_in_seconds: float = 0.0
    fade_out_seconds: float | None = None  # None: the recording's own ending where it is in time
    window_seconds: float | None = None  # of the jukebox: nothing comes again within
    seed: int | None = None  # of the jukebox
    formats: Sequence[str] = LOOP_FORMATS
    up_to_12_hours: bool = False

    def check(self) -> None:
        """See that it can be carried out.

        Raises:
            UserError: `VALIDATION`, naming the field.
        """
        self._check_length()
        self.place.check()
        for name, value, most in (
            ("crossfade_seconds", self.crossfade_seconds, MAX_CROSSFADE_SECONDS),
            ("fade_in_seconds", self.fade_in_seconds, MAX_FADE_SECONDS),
            ("fade_out_seconds", self.fade_out_seconds, MAX_FADE_SECONDS),
            ("window_seconds", self.window_seconds, MAX_WINDOW_SECONDS),
            ("seed", self.seed, MAX_SEED),
        ):
            if value is not None and not 0 <= value <= most:
                raise invalid(name, f"{name} of {value:g} is out of range.", f"Use 0 to {most:g}.")
        fades = self.fade_in_seconds + (self.fade_out_seconds or 0.0)
        if self.duration_seconds is not None and fades > self.duration_seconds:
            raise invalid(
                "fade_out_seconds",
                "The fades are longer than the loop.",
                "Use shorter fades, or a longer loop.",
            )
        check_formats(self.formats)
        if self.mode is LoopMode.JUKEBOX and self.duration_seconds is None:
            raise invalid(
                "duration_seconds",
                "A jukebox has no period that could be counted or taken alone.",
                "Give a duration.",
            )

    def _check_length(self) -> None:
        asked = (self.duration_seconds is not None, self.times is not None, self.loop_only)
        if sum(asked) != 1:
            raise invalid(
                "duration_seconds",
                "How long the loop should be is not clear.",
                "Give one of: a duration, how many times, or the loop alone.",
            )
        low, high = LOOP_SECONDS
        high = LONGEST_SECONDS if self.up_to_12_hours else high
        if self.duration_seconds is not None and not low <= self.duration_seconds <= high:
            raise invalid(
                "duration_seconds",
                f"A loop of {self.duration_seconds:g} s is out of range.",
                f"Use {low:g} to {high:g} s (1 minute to {high / 3600:g} hours)"
                + ("." if self.up_to_12_hours else "; up to 12 hours when you ask for them."),
            )
        if self.times is not None and not 1 <= self.times <= MAX_TIMES:
            raise invalid("times", f"{self.times} times can't be.", f"Use 1 to {MAX_TIMES}.")

    def check_total(self, seconds: float) -> None:
        """See that what `times` comes to is not too long.

        Raises:
            UserError: `VALIDATION`.
        """
        high = LONGEST_SECONDS if self.up_to_12_hours else LOOP_SECONDS[1]
        if seconds > high:
            raise invalid(
                "times",
                f"{self.times} times is {format_duration(seconds)}.",
                f"Ask for fewer: {format_duration(high)} at most.",
            )


def loop_order(
    duration: float | str | None = None,
    *,
    mode: str | None = None,
    pick: int = 1,
    start_seconds: float | None = None,
    end_seconds: float | None = None,
    **rest: Any,
) -> LoopOrder:
    """A `LoopOrder` from what people write; `rest` are its other fields.

    Raises:
        UserError: `VALIDATION` for a duration or a mode that can't be read.
    """
    return LoopOrder(
        duration_seconds=None if duration is None else parse_duration_seconds(duration),
        mode=None if mode is None else _mode(mode),
        place=LoopPlace(pick, start_seconds, end_seconds),
        **rest,
    )


def _mode(name: str) -> LoopMode:
    try:
        return LoopMode(name.strip().lower())
    except ValueError:
        names = ", ".join(mode.value for mode in LoopMode)
        raise invalid("mode", f"There is no mode '{name}'.", f"Use {names}.") from None
