"""What all charts share: size, style, and the way from a chart to SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import escape

from include.plain_text import one_line

Row = Mapping[str, Any]
WIDTH = 340
GREY = "#6b7480"
_LONGEST = 60
# Vega carries this typeface to measure text with, so that a chart is the same bytes on every machine.
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_INK = "currentColor"


def word(text: object) -> str:
    """A text of others as a chart may hold it. The drawing engine ends the whole process at a control character."""
    return one_line(text, _LONGEST)


def drawn(chart: Any, said: str) -> str:
    """The SVG of an Altair chart; ``said`` is what it tells a reader who cannot see it.

    Every text of the chart that we did not write must have gone through ``word``.
    """
    import vl_convert

    picture = str(vl_convert.vegalite_to_svg(_styled(chart).to_json()))
    return picture.replace("<svg ", f'<svg role="img" aria-label="{escape(said)}" ', 1)


def _styled(chart: Any) -> Any:
    text = {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12}
    return (
        chart.configure(background="transparent", font=_FONT)
        .configure_view(strokeOpacity=0)
        .configure_axis(
            **text, titleFontWeight="normal", gridOpacity=0.25, domainOpacity=0.4, tickOpacity=0.4, labelLimit=210
        )
        .configure_legend(labelColor=_INK, labelFontSize=12, orient="bottom", columns=3, columnPadding=16)
        .configure_text(color=_INK, fontSize=12)
    )
