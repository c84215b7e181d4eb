"""The customers of the demo: who they are and how they buy.

Pure data: no Odoo import, every name invented. The external identifier of a
company is ``kam_demo.<key>``.
"""

from typing import NamedTuple


class Account(NamedTuple):
    """A customer group as the demo describes it.

    :param key: name in the external identifiers
    :param industry: last letter of Odoo's industry identifier
    :param revenue: revenue of the last 12 months, in the main company's currency
    :param every: days between orders; a tuple is a pattern repeated;
        "quarter": one order in the middle of each quarter
    :param jitter: days an order may come earlier or later than the rhythm tells
    :param growth: change of revenue year on year
    :param noise: spread of the order values around their mean
    :param since: months of history before the end of last month
    :param last: days without an order at the end of last month, and none since;
        None: goes on buying until today
    :param stop: (category, days before the end of last month it was last bought)
    :param members: (key, name, parent key, city) of the companies below
    :param parent: key of the group above, for a subsidiary that stands alone
    :param second: part of the revenue that our second company makes
    :param foreign: orders of the main company are in the second currency
    :param staff: who sells, by login
    """

    key: str
    name: str
    country: str
    city: str
    industry: str
    mix: str
    revenue: float
    every: object
    jitter: int = 2
    growth: float = 0.04
    noise: float = 0.3
    discount: int = 10
    since: int = 37
    last: int | None = None
    stop: tuple | None = None
    members: tuple = ()
    parent: str | None = None
    second: float = 0.0
    foreign: bool = False
    staff: str = "kam_sales"
    status: str = "none"
    tier: str = "standard"
    types: tuple = ()
    sponsor: str | None = None
    tag: str = "End user"
    credits: float = 0.015


IRREGULAR = (7, 90, 14, 30, 140, 45)
KEY = {"status": "key", "tier": "key", "staff": "kam_user", "sponsor": "kam_manager"}
KEY_2 = {**KEY, "staff": "kam_user_2"}
GROWTH = {"tier": "growth"}
CAND = {"tier": "growth", "status": "candidate", "staff": "kam_user_2"}
LESS = {"growth": -0.15}
TWO = {"second": 1.0, "staff": "kam_user_2"}

# Key, name, country, city, industry, mix, revenue in thousands, days between orders
# (0: irregular), then what differs.
# "orbey" is a key account that nobody on the board sponsors.
OTHERS = [
    ("ruden", "Rudenwerk Armaturen GmbH", "de", "Rudenau", "C", "oem", 310, 7, KEY),
    (
        "orbey",
        "Orbelle Aéronautique SA",
        "fr",
        "Orbelle",
        "C",
        "project",
        165,
        0,
        {**KEY, "types": ("image_maker", "expert"), "sponsor": None},
    ),
    ("lindehoek", "Lindehoek Foods NV", "be", "Lindehoek", "C", "process", 240, 7),
    (
        "castel",
        "Castelforno Impianti S.p.A.",
        "it",
        "Castelforno",
        "F",
        "project",
        210,
        0,
    ),
    ("monte", "Monteluce Vetro S.p.A.", "it", "Monteluce", "C", "oem", 200, 14, CAND),
    ("ketter", "Ketterby Packaging Ltd", "gb", "Ketterby", "C", "oem", 180, 14, LESS),
    ("heide", "Heidemoor Windkraft GmbH", "de", "Heidemoor", "D", "project", 170, 0),
    ("rott", "Rottmatt Präzision AG", "ch", "Rottmatt", "C", "oem", 150, 30, CAND),
    ("pirn", "Pirnhof Molkerei GmbH", "at", "Pirnhof", "C", "process", 130, 30),
    ("rakos", "Rákosfa Alkatrész Kft.", "hu", "Rákosfa", "C", "oem", 120, 28),
    ("dravin", "Dravinec Plast d.o.o.", "si", "Dravinec", "C", "oem", 110, 14),
    ("kaarna", "Kaarnala Paperi Oy", "fi", "Kaarnala", "C", "upkeep", 100, "quarter"),
    ("stolp", "Stolpau Silobau GmbH", "de", "Stolpau", "F", "project", 95, 0),
    ("salmeira", "Salmeira Cerâmica Lda.", "pt", "Salmeira", "C", "process", 90, 30),
    ("bielaw", "Bielawno Meble Sp. z o.o.", "pl", "Bielawno", "C", "oem", 85, 30),
    ("valdorra", "Valdorra Agro S.L.", "es", "Valdorra", "A", "upkeep", 80, 30),
    ("vezac", "Laiterie de Vézanne SARL", "fr", "Vézanne", "C", "process", 75, 30),
    ("torval", "Torvalla Sågverk AB", "se", "Torvalla", "C", "upkeep", 70, 61),
    ("wisznia", "Wisznica Chłodnie S.A.", "pl", "Wisznica", "H", "upkeep", 65, 61),
    ("savica", "Savinka Pumpe d.o.o.", "hr", "Savinka", "C", "oem", 60, 30),
    ("bredmose", "Bredmosen Varme A/S", "dk", "Bredmosen", "D", "process", 60, 61),
    ("puerto", "Grúas Puertonal S.A.", "es", "Puertonal", "F", "upkeep", 55, 61),
    ("carpinet", "Carpinet Lemn SRL", "ro", "Carpinet", "C", "upkeep", 45, 30),
    ("topola", "Topolin Automatyka Sp. j.", "pl", "Topolin", "G", "trade", 42, 14),
    ("glenmarra", "Glenmarra Malting DAC", "ie", "Glenmarra", "C", "process", 40, 61),
    ("tulemaa", "Tulemaa Puit OÜ", "ee", "Tulemaa", "C", "upkeep", 28, 61),
    ("brezje", "Kovinarstvo Brezovec d.o.o.", "si", "Brezovec", "C", "trade", 18, 30),
    ("weber", "Weberlohe Elektrotechnik", "de", "Weberlohe", "G", "trade", 12, 61),
    ("elektro", "Elektro Podlipar s.p.", "si", "Podlipa", "G", "trade", 9, 30),
    ("mlaka", "Servis Mlakar s.p.", "si", "Mlaka", "S", "trade", 6, 0),
    ("brew", "Vltavínské pivovary a.s.", "cz", "Vltavín", "C", "process", 210, 7, TWO),
    ("glass", "Sklárny Podhora s.r.o.", "cz", "Podhora", "C", "upkeep", 130, 14, TWO),
    ("tatran", "Tatranec Strojárne a.s.", "sk", "Tatranec", "C", "oem", 115, 14, TWO),
    ("paper", "Lužnická papírna a.s.", "cz", "Lužnice", "C", "project", 80, 0, TWO),
    ("jasen", "Jasenov Plasty s.r.o.", "sk", "Jasenovec", "C", "oem", 60, 30, TWO),
    ("krkavec", "Krkavec Doprava s.r.o.", "cz", "Krkavec", "H", "upkeep", 45, 30, TWO),
    ("huta", "Huta Szkła Sudnica S.A.", "pl", "Sudnica", "C", "process", 40, 61, TWO),
    ("polabi", "Agro Polabník družstvo", "cz", "Polabník", "A", "upkeep", 35, 61, TWO),
    ("drevo", "Beskydník Dřevo s.r.o.", "cz", "Beskydník", "C", "trade", 25, 30, TWO),
]

# Companies that have not bought yet: key, name, country, city, industry, kind.
PROSPECTS = [
    ("arven", "Arvenholm Batterifabrik AB", "se", "Arvenholm", "C", "prospect"),
    ("valser", "Valsérine Pharma SA", "fr", "Valsérine", "C", "image_maker"),
    ("stein", "Steinlohe Stahl GmbH", "de", "Steinlohe", "C", "prospect"),
]


def _everyday():
    """The customers without a story; from 100 000 of revenue they are Growth tier."""
    for key, name, country, city, industry, mix, revenue, every, *extra in OTHERS:
        defaults = {
            "jitter": 1 if every == 7 else 3,
            "tier": "growth" if revenue >= 100 else "standard",
            "tag": {"trade": "Distributor", "oem": "Machine builder"}.get(
                mix, "End user"
            ),
        }
        yield Account(
            key,
            name,
            country,
            city,
            industry,
            mix,
            revenue * 1000,
            every or IRREGULAR,
            **{**defaults, **(extra[0] if extra else {})},
        )


EVERYDAY = list(_everyday())
