"""People around the accounts of the demo: stakeholders, teams, market players.

Pure data: no Odoo import, every name invented. A person who is no contact of the demo
yet has a key of their own, and the external identifier ``kam_demo.<key>``.
"""

from typing import NamedTuple


class Person(NamedTuple):
    """A stakeholder.

    :param key: of the contact
    :param roles: codes, separated by spaces
    :param attitudes: (days ago, attitude), the earliest first; empty: not known
    :param above: key of the one they report to
    :param name, function: of a contact that is made for it
    """

    key: str
    roles: str = ""
    influence: str = "2"
    attitudes: tuple = ()
    career: str = "none"
    level: str = ""
    above: str = ""
    name: str = ""
    function: str = ""
    note: str = ""


# Altenrode: everybody from the owner's family down to the shift leader.
DOMINANT = [
    Person(
        "altenrode_owner",
        "decision_maker",
        "3",
        ((300, "2"), (120, "3")),
        level="board",
        name="Friederike von Altenrode",
        function="Chairwoman of the Board",
        note="Third generation. Wants suppliers who still answer the telephone.",
    ),
    Person(
        "dominant_person_1",
        "sponsor",
        "3",
        ((300, "1"), (200, "2"), (60, "4")),
        level="board",
        above="altenrode_owner",
        note="Fought for our retrofit in the board. Hears first what is late.",
    ),
    Person(
        "altenrode_cfo",
        "influencer gatekeeper",
        "3",
        ((250, "2"), (30, "1")),
        level="board",
        above="altenrode_owner",
        name="Volkhard Steinbrecher",
        function="Chief Financial Officer",
        note="Compares our payment terms with those of Kaltwerk each quarter.",
    ),
    Person(
        "altenrode_purchasing",
        "gatekeeper",
        "3",
        ((280, "2"), (90, "1")),
        "setting",
        "management",
        "altenrode_cfo",
        "Ottokar Wiesenthal",
        "Head of Purchasing",
        "Retires next spring; his deputy decides most things already.",
    ),
    Person(
        "altenrode_deputy",
        "influencer",
        "2",
        ((90, "2"), (15, "3")),
        "rising",
        "management",
        "altenrode_purchasing",
        "Mareike Osterloh",
        "Deputy Head of Purchasing",
    ),
    Person(
        "dominant_person_2",
        "decision_maker user",
        "3",
        ((240, "3"),),
        level="management",
        above="dominant_person_1",
    ),
    Person(
        "altenrode_engineering",
        "influencer",
        "2",
        ((240, "2"), (75, "3")),
        "rising",
        "specialist",
        "dominant_person_2",
        "Henrike Falkenau",
        "Head of Drive Engineering",
    ),
    Person(
        "altenrode_designer",
        "user",
        "1",
        ((75, "3"),),
        level="specialist",
        above="altenrode_engineering",
        name="Jorin Petzold",
        function="Design Engineer",
    ),
    Person(
        "altenrode_quality",
        "anti_sponsor influencer",
        "2",
        ((200, "1"), (45, "0")),
        level="specialist",
        above="dominant_person_2",
        name="Gisbert Quandt",
        function="Quality Manager",
        note="Has not forgotten the encoders of last winter.",
    ),
    Person(
        "altenrode_plant",
        "user",
        "2",
        ((150, "2"),),
        level="operations",
        above="dominant_person_2",
        name="Ludger Brandstetter",
        function="Plant Manager",
    ),
    Person(
        "altenrode_maintenance",
        "user influencer",
        "2",
        ((150, "4"),),
        level="operations",
        above="altenrode_plant",
        name="Svantje Reimers",
        function="Maintenance Manager",
        note="Our service engineers have her mobile number, and she has theirs.",
    ),
    Person(
        "altenrode_shift",
        "user",
        "1",
        level="operations",
        above="altenrode_plant",
        name="Tammo Heidkamp",
        function="Shift Leader",
    ),
    Person(
        "altenrode_it",
        "gatekeeper",
        "1",
        level="specialist",
        above="altenrode_cfo",
        name="Philine Osterkamp",
        function="Head of IT",
    ),
]
# Accounts with gaps, and one that has what its tier asks for.
OTHERS = {
    "weekly": [
        Person("weekly_person_1", "decision_maker", "3", ((60, "3"),), level="board"),
        Person("weekly_person_2", "user", "2", ((60, "2"),), above="weekly_person_1"),
    ],
    "both": [Person("both_person_1", "influencer", "2", ((100, "2"),))],
    "quarterly": [
        Person("quarterly_person_1", "sponsor user", "2", ((90, "3"),)),
    ],
    "star": [
        Person("star_person_1", "decision_maker", "3", ((40, "4"),), "rising", "board"),
        Person("star_person_2", "sponsor", "2", ((40, "3"),), above="star_person_1"),
    ],
}
# At Altenrode, but on nobody's list yet: days ago of their mails.
NOT_YET = [
    ("altenrode_logistics", "Wiebke Harmsen", "Head of Logistics", (6, 9, 21, 44)),
    ("altenrode_energy", "Cornelius Abendroth", "Energy Manager", (28, 71)),
]
# Account → (login, role, level, since days, left days ago or None, what for).
TEAMS = {
    "dominant": [
        ("kam_sales", "sales", "operations", 400, None, "Orders and deliveries"),
        ("kam_user_2", "technical", "specialist", 300, None, "Drive engineering"),
        ("kam_service", "service", "operations", 500, None, "Service in all plants"),
        ("admin", "finance", "management", 700, 90, "Payment terms"),
    ],
    "weekly": [("kam_service", "service", "operations", 200, None, "Hubs")],
    "star": [("kam_sales", "sales", "specialist", 100, None, "New battery line")],
}
# Account → (name, kind, ladder, strength, categories, strengths, weaknesses).
PLAYERS = {
    "dominant": [
        (
            "Kaltwerk Antriebe AG",
            "competitor",
            "2",
            4,
            ("drives", "spare"),
            "Payment at 90 days, a warehouse twenty minutes away.",
            "No service at night; changed their man here three times in two years.",
        ),
        (
            "Nordhaven Motion AS",
            "competitor",
            "1",
            2,
            ("sensors",),
            "Cheap encoders.",
            "Deliveries slip by weeks.",
        ),
        (
            "Gusswerk Ostrach",
            "supplier",
            "",
            3,
            (),
            "Castings for all their gear boxes; stands still if they do.",
            "",
        ),
        (
            "Lichtfeld Vision",
            "complementary",
            "",
            3,
            ("controls",),
            "Their cameras and our controls are bought together.",
            "",
        ),
        (
            "Verband der Anlagenbauer Altenrode",
            "industry",
            "",
            2,
            (),
            "The chairwoman is on its board; speaks at its autumn meeting.",
            "",
        ),
    ],
    "weekly": [
        (
            "Kaltwerk Antriebe AG",
            "competitor",
            "3",
            4,
            ("drives",),
            "Was there first.",
            "",
        )
    ],
    "star": [("Nordhaven Motion AS", "competitor", "2", 3, ("sensors",), "Price.", "")],
}
# Earlier answers of an account: days ago → as we saw it, as the customer did.
LADDER = {
    "dominant": {
        420: ("111111", "010122"),
        300: ("111111", "110112"),
        180: ("201010", "111111"),
    }
}
