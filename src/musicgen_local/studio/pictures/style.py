"""How pictures look: paper or night, one colour a role, quiet axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Theme = Literal["light", "dark"]
_SIZE_INCHES = (13.0, 6.0)


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of a theme."""

    paper: str
    ink: str
    faint: str  # grids and secondary text
    band: str  # every other section's background
    heat: str  # colour map of the spectrogram


LOOKS: Final[dict[Theme, Look]] = {
    "light": Look("#fdfcf9", "#22262b", "#9aa0a6", "#f1eee6", "magma"),
    "dark": Look("#15181c", "#e8e6e1", "#7d848c", "#1e2329", "magma"),
}
# told apart by people who see few colours, too (after Okabe and Ito, 2008)
COLOURS: Final = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5195", "#8c6d31",
    "#4c9f70", "#b3446c",
)  # fmt: skip


def new_figure(title: str, subtitle: str, look: Look) -> Figure:
    """An empty sheet with its headings."""
    from matplotlib.figure import Figure

    sheet = Figure(figsize=_SIZE_INCHES, facecolor=look.paper)
    sheet.text(0.035, 0.945, title, fontsize=16, fontweight="bold", color=look.ink, va="center")
    sheet.text(0.035, 0.895, subtitle, fontsize=10.5, color=look.faint, va="center")
    return sheet


def quiet(axes: Axes, look: Look, **labels: Any) -> None:
    """Axes without a box, with faint marks."""
    axes.set_facecolor(look.paper)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=look.faint, labelsize=9, length=0)
    if "x" in labels:
        axes.set_xlabel(labels["x"], color=look.faint, fontsize=9.5)
    if "y" in labels:
        axes.set_ylabel(labels["y"], color=look.faint, fontsize=9.5)
