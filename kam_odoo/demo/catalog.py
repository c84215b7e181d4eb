"""What the demo companies sell, and the names of the people they sell to.

Pure data: no Odoo import, everything invented.
"""

# key: (name, key of the parent category)
CATEGORIES = {
    "automation": ("Automation", None),
    "drives": ("Drives", "automation"),
    "sensors": ("Sensors", "automation"),
    "controls": ("Controls", "automation"),
    "cables": ("Cables and connectors", "automation"),
    "aftersales": ("After-sales", None),
    "spare": ("Spare parts", "aftersales"),
    "service": ("Service", "aftersales"),
    "training": ("Training", "aftersales"),
}

# (key, name, category, list price, cost, unit of measure)
PRODUCTS = [
    ("sd210", "Servo drive SD-210", "drives", 1180.0, 690.0, "unit"),
    ("sd440", "Servo drive SD-440", "drives", 2460.0, 1450.0, "unit"),
    ("fi75", "Frequency inverter FI-75", "drives", 940.0, 552.0, "unit"),
    ("gm12", "Gear motor GM-12", "drives", 615.0, 366.0, "unit"),
    ("la300", "Linear actuator LA-300", "drives", 1320.0, 784.0, "unit"),
    ("is8", "Inductive sensor IS-8", "sensors", 38.0, 15.5, "unit"),
    ("ps20", "Photoelectric sensor PS-20", "sensors", 86.0, 37.2, "unit"),
    ("pt16", "Pressure transmitter PT-16", "sensors", 164.0, 74.0, "unit"),
    ("vs2", "Vision sensor VS-2", "sensors", 1290.0, 610.0, "unit"),
    ("lc900", "Safety light curtain LC-900", "sensors", 780.0, 405.0, "unit"),
    ("cx100", "PLC controller CX-100", "controls", 1540.0, 862.0, "unit"),
    ("io16", "I/O module IO-16", "controls", 268.0, 139.0, "unit"),
    ("op10", "Operator panel OP-10", "controls", 890.0, 512.0, "unit"),
    ("sr3", "Safety relay SR-3", "controls", 142.0, 68.0, "unit"),
    ("sc4", "Servo cable 4 × 2.5", "cables", 9.8, 5.9, "meter"),
    ("m12", "Sensor cable M12, 5 m", "cables", 14.5, 6.8, "unit"),
    ("eth", "Industrial Ethernet cable", "cables", 4.2, 2.4, "meter"),
    ("pc16", "Power connector PC-16", "cables", 27.0, 13.5, "unit"),
    ("bk210", "Brake kit BK-210", "spare", 128.0, 52.0, "unit"),
    ("fu3", "Fan unit FU-3", "spare", 64.0, 27.0, "unit"),
    ("bs12", "Bearing set BS-12", "spare", 46.0, 19.0, "unit"),
    ("en1024", "Encoder EN-1024", "spare", 215.0, 96.0, "unit"),
    ("comm", "Commissioning", "service", 118.0, 71.0, "hour"),
    ("visit", "Preventive maintenance visit", "service", 860.0, 540.0, "unit"),
    ("repair", "Drive repair at a flat rate", "service", 340.0, 196.0, "unit"),
    ("opday", "Operator training day", "training", 1150.0, 560.0, "unit"),
    ("seat", "Maintenance training, one seat", "training", 390.0, 145.0, "unit"),
]

# What a kind of customer buys: category -> weight.
MIXES = {
    "oem": {
        "drives": 40,
        "controls": 25,
        "sensors": 18,
        "cables": 10,
        "spare": 4,
        "training": 3,
    },
    "process": {
        "sensors": 35,
        "controls": 30,
        "service": 14,
        "spare": 14,
        "cables": 7,
    },
    "upkeep": {"spare": 45, "service": 25, "sensors": 15, "cables": 15},
    "trade": {"sensors": 40, "cables": 35, "spare": 25},
    "project": {
        "drives": 45,
        "controls": 30,
        "service": 12,
        "cables": 8,
        "training": 5,
    },
    "drives": {"drives": 100},
}

FUNCTIONS = [
    "Purchasing Manager",
    "Maintenance Manager",
    "Managing Director",
    "Technical Director",
    "Production Manager",
    "Chief Financial Officer",
]

# Country code -> groups of (given names, family names) that go together.
PEOPLE = {
    "at": [("Reinhard Gernot Silvia Birgit", "Haslinger Obermayr Pichlmoser")],
    "be": [("Wout Joris Liesbeth", "Verhaegen Claessens")],
    "ch": [("Urs Beat Regula", "Amstalden Wyrsch Nägeli")],
    "cz": [
        ("Petr Radek Vojtěch Zdeněk", "Hruška Beran Vlček Kadlec"),
        ("Jitka Lenka Alena", "Hrušková Beranová Vlčková Kadlecová"),
    ],
    "de": [
        (
            "Jürgen Stefan Markus Thorsten Heike Sabine Anja Ulrike",
            "Lindner Vogt Kessler Brandhorst Siebert Drechsler",
        )
    ],
    "dk": [("Mads Søren Kirsten Bodil", "Ravnholt Bisgaard Lundtofte")],
    "ee": [("Tarmo Kadri", "Pärnamägi Lepiksaar")],
    "es": [("Íñigo Rafael Pilar Nuria", "Ferrandis Olmedilla Quintanar")],
    "fi": [("Jukka Antero Riitta", "Kettunen Saarelainen")],
    "fr": [("Benoît Thierry Mireille Solène", "Garnault Vasseur Bertholon")],
    "gb": [("Graham Alistair Hazel", "Thornbury Whitcombe")],
    "hr": [("Dražen Ivica Snježana", "Kovačić Barbarić")],
    "hu": [("Gábor Zoltán Ildikó Katalin", "Szalontai Bárány Kerekes Domokos")],
    "ie": [("Declan Aoife", "Kinsella Mulcahy")],
    "it": [("Davide Ettore Chiara Donatella", "Bellandi Fornasier Guarnieri")],
    "nl": [("Sander Marijke Floris", "Hoogendijk Terpstra")],
    "no": [("Øyvind Torstein Sigrid Marit", "Haugland Brekkestad Nordvik")],
    "pl": [
        ("Krzysztof Marek Wojciech", "Zawadowski Krawczuk Bielak"),
        ("Agnieszka Beata Dorota", "Zawadowska Krawczuk Bielak"),
    ],
    "pt": [("Nuno Teresa", "Marreiros Falcão")],
    "ro": [("Sorin Mihaela", "Brânzei Olteanu")],
    "se": [("Göran Mikael Annika Ulrika", "Vesterlund Ekdahl Sjöstrand")],
    "si": [("Matjaž Gregor Bojan Mojca Darja", "Kranjec Hočevar Zidar Podlesnik")],
    "sk": [
        ("Ľubomír Marián", "Hudák Sloboda Bartoš"),
        ("Zuzana Katarína", "Hudáková Slobodová Bartošová"),
    ],
}

# Units of the second currency for one unit of the main company's, by its code.
SECOND_RATE = {"USD": 22.9, "EUR": 24.9}
SECOND_RATE_ELSE = 24.0


def full_names(country):
    """All names of a country, given names and family names mixed evenly.

    >>> full_names("ee")
    ['Tarmo Pärnamägi', 'Kadri Lepiksaar', 'Tarmo Lepiksaar', 'Kadri Pärnamägi']
    """
    names = []
    for given, family in PEOPLE[country]:
        given, family = given.split(), family.split()
        names += [
            f"{first} {family[(position + shift) % len(family)]}"
            for shift in range(len(family))
            for position, first in enumerate(given)
        ]
    return names
