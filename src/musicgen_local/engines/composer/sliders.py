"""The three sliders on a finished plan: energy, density, brightness."""

from __future__ import annotations

from musicgen_local.engines.composer.arrangement import ENERGY_REACH, LAYER_REACH, LEAST_ENERGY
from musicgen_local.engines.composer.packs import load_pack
from musicgen_local.engines.composer.packs.base import Pack
from musicgen_local.engines.composer.plan import Layer, Plan, Role, Section


def with_sliders(
    plan: Plan,
    *,
    energy: float | None = None,
    density: float | None = None,
    brightness: float | None = None,
) -> Plan:
    """The plan with its sliders (each 0-1) elsewhere; None leaves one where it is.

    Energy moves every section's own: how hard the band plays, which grooves fit, and who of the
    band joins in by the genre's thresholds. Tempo, form, harmony and melody stay.
    """
    update: dict[str, object] = {}
    if density is not None:
        update["density"] = density
    if brightness is not None:
        update["brightness"] = brightness
    if energy is not None:
        pack = load_pack(plan.genre)
        update["energy"] = energy
        update["sections"] = tuple(
            _at_energy(section, plan, pack, energy) for section in plan.sections
        )
    return plan.model_copy(update=update)


def _at_energy(section: Section, plan: Plan, pack: Pack, energy: float) -> Section:
    """A section as it is when the whole piece has another energy."""
    change = energy - plan.energy
    level = min(1.0, max(LEAST_ENERGY, section.energy + ENERGY_REACH * change))
    # what the form gives the section, before the piece's energy bent it
    activity = section.energy + (LAYER_REACH - ENERGY_REACH) * (plan.energy - pack.energy)
    later = activity + LAYER_REACH * change
    playing = set(section.layers)
    given = any(other.melody for other in plan.sections)
    for layer in plan.layers:
        if given and layer.role is Role.LEAD:
            continue  # it plays where its song has a melody
        enters = _enters(layer, pack)
        if activity < enters <= later and _belongs(layer, section, plan):
            playing.add(layer.name)
        elif later < enters <= activity and len(playing) > 1:
            playing.discard(layer.name)
    names = tuple(layer.name for layer in plan.layers if layer.name in playing)
    return section.model_copy(update={"energy": round(level, 3), "layers": names})


def _enters(layer: Layer, pack: Pack) -> float:
    """The energy from which a layer plays; a guest of the genre is there from the start."""
    for slot in pack.palette:
        if slot.role is layer.role and (
            layer.name.startswith(slot.name) or layer.instrument in slot.instruments
        ):
            return slot.enters
    return 0.0


def _belongs(layer: Layer, section: Section, plan: Plan) -> bool:
    """Whether a layer plays in this section's movement: players take turns in long pieces."""
    movement = section.theme.partition(".")[2]
    return any(
        layer.name in other.layers
        for other in plan.sections
        if other.theme.partition(".")[2] == movement
    )
