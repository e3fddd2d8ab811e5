"""The course of an endless stream: which movement comes next, in which key, at what tempo."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from musicgen_local.engines.composer.brief import Brief
from musicgen_local.engines.composer.endless.change import Change, Wishes
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.plan import Plan, Section
from musicgen_local.engines.composer.planner import make_plan
from musicgen_local.engines.composer.writing.harmony import opening_chord
from musicgen_local.engines.composer.writing.seeds import between, pick, stream

RING_SECONDS = 8.0  # after the last bar, under the first bars of what follows
_MOVEMENT_SECONDS = (120.0, 210.0)
_LONGEST_FINALE_SECONDS = 300.0
_LEAST_FINALE_SECONDS = 20.0
_LEAST_BARS_TO_GO_ON = 8
# steps to keys a fifth away, to the relative's neighbours, and a tone up: all share most notes
_KEY_STEPS = (5, -5, 3, -3, 2, -2)
_TEMPO_STEP_BPM = 2.0
_TEMPO_REACH_BPM = 4.0  # from the first movement's
_REMEMBERED = 24  # movements that the next one is compared with
_TRIES = 12
_SEED_BITS = 53  # whole numbers that JSON can carry


@dataclass(frozen=True, slots=True)
class Movement:
    """A plan of the stream, and from what it was made."""

    plan: Plan
    wishes: Wishes
    brief: Brief
    seconds: float  # that were asked of the planner
    final: bool  # closes the stream with an ending of its own


class Course:
    """Plans movement after movement. Equal wishes, seeds and changes give equal courses.

    The seeds of the movements are a permutation of all numbers of 53 bits, so that none is met
    twice; a movement whose title or opening chords were heard lately is passed over.
    """

    def __init__(self, wishes: Wishes, seed: int) -> None:
        self.wishes = wishes
        self._seed = seed
        self._count = 0
        self._home_bpm: float | None = None
        self._last_bpm = 0.0
        self._tonics: deque[int] = deque(maxlen=2)
        self._titles: deque[str] = deque(maxlen=_REMEMBERED)
        self._openings: deque[tuple[str, ...]] = deque(maxlen=3)

    def following(
        self, previous: Movement | None, left_seconds: float | None, *, at_once: bool = False
    ) -> Movement:
        """The next movement; `left_seconds` are those to the stream's end, if it has one.

        `at_once` leaves out its intro, as the first movement of all does.

        Raises:
            UserError: as `Wishes.brief`.
        """
        wishes = self.wishes
        asked = wishes.brief()
        if previous is not None and _other_music(previous.wishes, wishes):
            self._home_bpm = None
        at_once = at_once or previous is None
        movement = self._fresh(wishes, asked, left_seconds, at_once)
        for _ in range(_TRIES):
            if not self._is_known(movement.plan):
                break
            movement = self._fresh(wishes, asked, left_seconds, at_once)
        self._remember(movement.plan)
        return movement

    def changed(
        self, now: Movement, section: int, change: Change, left_seconds: float | None
    ) -> Movement:
        """What plays after `change`, made while `section` of `now` plays.

        The same piece goes on from its next section, with the same themes, where it can: new
        music is asked for by a prompt or a genre, and comes too when the piece is nearly over.

        Raises:
            UserError: as `Wishes.brief`; the wishes are as before then.
        """
        wishes = change.of(self.wishes)
        brief = wishes.brief()
        self.wishes = wishes
        if change.tempo_bpm is not None:
            self._home_bpm = brief.tempo_bpm
        if not _other_music(now.wishes, wishes):
            onward = self._onward(now, section, wishes, brief, left_seconds)
            if onward is not None:
                return onward
        return self.following(now, left_seconds, at_once=True)

    def _fresh(
        self, wishes: Wishes, asked: Brief, left_seconds: float | None, at_once: bool
    ) -> Movement:
        seed = _permuted(self._seed, self._count)
        brief = self._placed(asked, seed)
        final = left_seconds is not None and left_seconds <= _LONGEST_FINALE_SECONDS
        if final and left_seconds is not None:
            seconds = left_seconds
        else:
            seconds = between(stream(seed, "movement length"), *_MOVEMENT_SECONDS)
        plan = make_plan(brief, duration_seconds=seconds, seed=seed)
        plan = _voiced(plan, wishes)
        if not final:
            plan = _open(plan, _without_long_edges(plan.sections, at_once))
        self._count += 1
        return Movement(plan, wishes, brief, seconds, final)

    def _placed(self, asked: Brief, seed: int) -> Brief:
        """The brief in a key near the last one and at a tempo near home, unless it names them."""
        update: dict[str, object] = {}
        if asked.tonic is None and self._tonics:
            steps = [(self._tonics[-1] + step) % 12 for step in _KEY_STEPS]
            options = [tonic for tonic in steps if tonic not in self._tonics]
            update["tonic"] = pick(stream(seed, "next key"), options)
        if asked.tempo_bpm is None and self._home_bpm is not None:
            last = self._last_bpm
            low = max(last - _TEMPO_STEP_BPM, self._home_bpm - _TEMPO_REACH_BPM, 40.0)
            high = min(last + _TEMPO_STEP_BPM, self._home_bpm + _TEMPO_REACH_BPM, 220.0)
            update["tempo_bpm"] = float(round(between(stream(seed, "next tempo"), low, high)))
        return asked.model_copy(update=update)

    def _onward(
        self,
        now: Movement,
        section: int,
        wishes: Wishes,
        asked: Brief,
        left_seconds: float | None,
    ) -> Movement | None:
        """The piece from its next section on as the wishes have it now, if enough of it is left."""
        old = now.plan
        update: dict[str, object] = {}
        if asked.tonic is None:
            update["tonic"] = old.tonic
        if asked.mode is None and wishes.mood == now.wishes.mood:
            update["mode"] = old.mode
        if asked.tempo_bpm is None:
            update["tempo_bpm"] = old.tempo_bpm
        brief = asked.model_copy(update=update)
        tempo = brief.tempo_bpm or old.tempo_bpm
        seconds = now.seconds * old.tempo_bpm / tempo  # as many bars as before
        plan = _voiced(make_plan(brief, duration_seconds=seconds, seed=old.seed), wishes)
        plan = plan.model_copy(update={"title": old.title})
        first = _alike(plan.sections, old.sections, section)
        rest = plan.sections[first:]
        if left_seconds is not None:
            rest = _fitting(rest, left_seconds - _LEAST_FINALE_SECONDS, plan)
        if sum(each.bars for each in rest) < _LEAST_BARS_TO_GO_ON:
            return None
        self._last_bpm = plan.tempo_bpm
        self._tonics[-1] = plan.tonic
        return Movement(_open(plan, rest), wishes, brief, seconds, final=False)

    def _is_known(self, plan: Plan) -> bool:
        return plan.title in self._titles or _opening(plan) in self._openings

    def _remember(self, plan: Plan) -> None:
        self._titles.append(plan.title)
        self._openings.append(_opening(plan))
        self._tonics.append(plan.tonic)
        self._last_bpm = plan.tempo_bpm
        if self._home_bpm is None:
            self._home_bpm = plan.tempo_bpm


def _other_music(before: Wishes, after: Wishes) -> bool:
    """Whether another piece has to begin, instead of the old one going on otherwise."""
    return (before.prompt, before.genre) != (after.prompt, after.genre)


def _voiced(plan: Plan, wishes: Wishes) -> Plan:
    update = {"density": wishes.density, "brightness": wishes.brightness}
    return plan.model_copy(update={k: v for k, v in update.items() if v is not None})


def _without_long_edges(sections: tuple[Section, ...], at_once: bool) -> tuple[Section, ...]:
    """A stream does not linger between movements.

    They keep the last section of their intro (`at_once`: none) and the first one of their outro.
    """
    body = [i for i, section in enumerate(sections) if section.name not in ("intro", "outro")]
    if not body:
        return sections
    return sections[max(0, body[0] - (0 if at_once else 1)) : body[-1] + 2]


def _open(plan: Plan, sections: tuple[Section, ...]) -> Plan:
    """The plan with these sections and no ending: its last bar leads on, and rings."""
    edges = {"intro": "interlude", "outro": "interlude"}
    renamed = tuple(
        section.model_copy(update={"ending": False, "name": edges.get(section.name, section.name)})
        for section in sections
    )
    used = {name for section in sections for name in section.layers}
    layers = tuple(layer for layer in plan.layers if layer.name in used)
    bars = sum(section.bars for section in sections)
    seconds = bars * plan.beats_per_bar * plan.seconds_per_beat + RING_SECONDS
    return plan.model_copy(
        update={"sections": renamed, "layers": layers, "duration_seconds": seconds}
    )


def _fitting(sections: tuple[Section, ...], seconds: float, plan: Plan) -> tuple[Section, ...]:
    """As many of the sections as `seconds` hold."""
    kept = 0
    for section in sections:
        seconds -= section.bars * plan.beats_per_bar * plan.seconds_per_beat
        if seconds < 0:
            break
        kept += 1
    return sections[:kept]


def _alike(new: tuple[Section, ...], old: tuple[Section, ...], playing: int) -> int:
    """Where in `new` goes on what plays in `old`: the section after the same one."""
    here = old[playing]
    sought = (here.theme, here.variation)
    for index, section in enumerate(new):
        if (section.theme, section.variation) == sought:
            return index + 1
    return min(playing + 1, len(new))


def _opening(plan: Plan) -> tuple[str, ...]:
    """What tells one movement's harmony from another's: the chord each section opens on."""
    pack = load_pack(plan.genre)
    chords = (opening_chord(plan, pack, index) for index in range(len(plan.sections)))
    return tuple(f"{chord.root}{chord.kind}" for chord in chords)


def _permuted(seed: int, count: int) -> int:
    """The `count`-th number of an order of all 53-bit numbers that `seed` chooses.

    Each step (odd multiplication, addition, xor with a shifted self) is a bijection, as in the
    finalizer of SplitMix64 (Steele, Lea & Flood 2014).
    """
    mask = (1 << _SEED_BITS) - 1
    base = int(stream(seed, "movements of a stream").integers(0, mask))
    x = (base + count * 0x1E3779B97F4A7C15) & mask
    x = ((x ^ (x >> 27)) * 0x1F58476D1CE4E5B9) & mask
    x = ((x ^ (x >> 25)) * 0x14D049BB133111EB) & mask
    return x ^ (x >> 26)
