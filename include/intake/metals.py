"""The four metals of the rule and the minerals of the other templates, as templates and lists write them."""

from __future__ import annotations

import re

from include.intake.values import folded

CONFLICT_MINERALS = ("Gold", "Tantalum", "Tin", "Tungsten")
"""The metals of Form SD, Item 1.01(d)(3); every other mineral stays out of the filing."""

# Names in the languages of the templates; ores are not metals and stay as written.
_WORDS = {
    "Tantalum": "tantalum|ta|tantalum (ta)|tantal|tantale|tantalio|tântalo|钽|鉭|tántalo|タンタル|탄탈륨|탄탈럼",
    "Tin": "tin|sn|tin (sn)|étain|estanho|zinn|estaño|stagno|kalay|锡|錫|주석",
    "Gold": "gold|au|gold (au)|or|ouro|oro|altın|altin|黄金|金|금",
    "Aluminum": "aluminum|aluminium|al|铝|アルミニウム|알루미늄",
    "Cobalt": "cobalt|co|cobalt (co)|kobalt|cobalto|钴|コバルト|코발트",
    "Copper": "copper|cu|cuivre|kupfer|cobre|rame|bakır|铜|銅|구리",
    "Graphite": "graphite|natural graphite|graphite (natural)|graphit|grafito|石墨|黒鉛|흑연",
    "Iridium": "iridium",
    "Lime": "lime",
    "Lithium": "lithium|li|litio|锂|リチウム|리튬",
    "Manganese": "manganese|manganèse|mangan",
    "Mica": "mica|natural mica|mica (natural)|glimmer|云母|マイカ|운모",
    "Nickel": "nickel|ni|níquel|镍|ニッケル|니켈",
    "Palladium": "palladium",
    "Platinum": "platinum",
    "Rare Earth Elements": "rare earth elements|rare earth|rare earths|稀土",
    "Rhodium": "rhodium",
    "Ruthenium": "ruthenium",
    "Silver": "silver|ag|silver (ag)|argent|silber|plata|银|銀|은",
    "Soda Ash": "soda ash",
    "Zinc": "zinc|zn|zink|锌|亜鉛|아연",
    "Tungsten": "tungsten|w|tungsten (w)|tungstène|tungstênio|wolfram|tungsteno|wolframio|volfram"
    "|钨|鎢|タングステン|텅스텐",
}
MINERALS = tuple(_WORDS)
_SYMBOL = re.compile(r" ?\((?:ta|sn|au|w|co|cu|al|ni|li|ag|zn)\)$")
_METALS = {folded(word): metal for metal, words in _WORDS.items() for word in words.split("|")}


def canonical_metal(reported: str | None) -> str | None:
    """English name of a metal or mineral such as Tin or Cobalt; null when the words name none that is known."""
    if not reported:
        return None
    name = folded(reported).removesuffix("(*)").rstrip("* ")
    return _METALS.get(name) or _METALS.get(_SYMBOL.sub("", name))
