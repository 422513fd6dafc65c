"""The four metals of the rule, as templates and lists write them."""

from __future__ import annotations

from include.intake.values import folded

# Names in the languages of the template; ores are not metals and stay as written.
_WORDS = {
    "Tantalum": "tantalum|ta|tantalum (ta)|tantal|tantale|tantalio|tântalo|钽|タンタル|탄탈륨",
    "Tin": "tin|sn|tin (sn)|étain|estanho|zinn|estaño|stagno|kalay|锡|錫|주석",
    "Gold": "gold|au|gold (au)|or|ouro|oro|altın|金|금",
    "Tungsten": "tungsten|w|tungsten (w)|tungstène|tungstênio|wolfram|tungsteno|钨|タングステン|텅스텐",
}
_METALS = {folded(word): metal for metal, words in _WORDS.items() for word in words.split("|")}


def canonical_metal(reported: str | None) -> str | None:
    """Tantalum, Tin, Gold or Tungsten; null when the words are none of them."""
    return _METALS.get(folded(reported).removesuffix("(*)").strip()) if reported else None
