"""Opportunities and meetings of the demo. Pure data: no Odoo import."""

# key: xml id of a reason Odoo ships, or the name of one the demo makes
LOST_REASONS = {
    "price": "crm.lost_reason_1",
    "delivery": "Delivery time too long",
    "competitor": "Competitor's technology preferred",
    "stopped": "Project stopped by the customer",
}

# (name, account, stage 1–3, expected revenue, probability, days ago opened)
OPEN = [
    ("Retrofit of press line 4", "dominant", 3, 240_000, 60, 70),
    ("Frame contract for next year", "dominant", 2, 900_000, 50, 35),
    ("Servo drives for the packaging series", "dominant_italy", 1, 85_000, 20, 12),
    ("Second pumping station", "quarterly", 2, 60_000, 40, 45),
    ("Cell formation line, phase 3", "star", 3, 310_000, 70, 50),
    ("Drives for the battery module line", "star", 2, 120_000, 45, 28),
    ("Price round with purchasing", "unprofitable", 2, 150_000, 30, 40),
    ("Win-back: maintenance contract", "lost", 1, 70_000, 15, 20),
    ("Sensors: offer against the new supplier", "defecting", 2, 45_000, 30, 18),
    ("Yearly spare parts package", "at_risk", 1, 38_000, 25, 30),
    ("Gripper series", "new", 2, 64_000, 50, 22),
    ("Cold store automation", "group_cold", 3, 95_000, 60, 33),
    ("Bakery line controls", "group_bakery", 1, 42_000, 20, 9),
    ("Sorter modernisation", "weekly", 3, 130_000, 65, 55),
    ("Turbine governors", "project", 2, 260_000, 40, 80),
    ("Milling centre series 900", "both", 3, 180_000, 55, 60),
    ("Valve actuators", "ruden", 1, 48_000, 20, 15),
    ("Wing assembly jigs", "orbey", 2, 140_000, 35, 65),
    ("Glass line inspection", "monte", 2, 52_000, 40, 25),
    ("First project: electrode coating", "arven", 2, 420_000, 30, 90),
    ("Clean room conveyors", "valser", 1, 160_000, 15, 40),
    ("Rolling mill drives", "stein", 1, 280_000, 10, 26),
    ("Bottling line controls", "brew", 3, 74_000, 60, 38),
]

# (name, account, revenue, days ago closed)
WON = [
    ("Conveyor series 7", "dominant_conveyors", 210_000, 64),
    ("Press line 3", "dominant", 175_000, 250),
    ("Spare parts agreement", "weekly", 60_000, 120),
    ("Cell formation line, phase 1", "star", 140_000, 400),
    ("Cell formation line, phase 2", "star", 230_000, 95),
    ("Pumping station control", "quarterly", 48_000, 180),
    ("Penstock drives", "project", 155_000, 210),
    ("Dairy retrofit", "group_dairy", 66_000, 150),
    ("First order", "new", 30_000, 88),
    ("Foundry ladles", "both_foundry", 52_000, 310),
    ("Armature test stand", "ruden", 41_000, 75),
    ("Lauter tun drives", "brew", 33_000, 140),
]

# (name, account, revenue, days ago closed, reason): more of late for one account
LOST = [
    ("Sensor frame contract", "defecting", 90_000, 170, "competitor"),
    ("Vision inspection", "defecting", 38_000, 110, "competitor"),
    ("Level measurement", "defecting", 26_000, 60, "price"),
    ("Safety light curtains", "defecting", 31_000, 35, "competitor"),
    ("Dryer section drives", "lost", 120_000, 205, "price"),
    ("Winder modernisation", "lost", 80_000, 260, "delivery"),
    ("Volume bonus", "unprofitable", 200_000, 130, "price"),
    ("Case packer 12", "unprofitable", 64_000, 300, "price"),
    ("Hydro gate controls", "project", 98_000, 330, "delivery"),
    ("Yard cranes", "shipyard", 150_000, 190, "stopped"),
    ("Test bench", "orbey", 72_000, 220, "competitor"),
    ("Assembly hall 2", "dominant_drives", 110_000, 280, "delivery"),
    ("Loom drives", "gone", 55_000, 460, "price"),
    ("Carton line", "ketter", 47_000, 90, "price"),
    ("Kiln cars", "glass", 36_000, 105, "stopped"),
]

# Accounts the account managers visit: days between visits, hours each.
VISITS = {
    "dominant": (24, 2.0),
    "dominant_conveyors": (60, 1.5),
    "unprofitable": (30, 2.0),
    "star": (40, 1.5),
    "weekly": (45, 1.0),
    "group": (60, 2.0),
    "project": (75, 3.0),
    "quarterly": (91, 1.0),
    "both": (45, 1.5),
    "ruden": (60, 1.0),
    "orbey": (90, 1.0),
    "defecting": (120, 1.0),
    "monte": (120, 1.0),
    "new": (28, 1.0),
}
SUBJECTS = (
    "Monthly status",
    "Quarterly review",
    "Technical workshop",
    "Delivery plan",
    "Price and volume talks",
)
UPCOMING = ("dominant", "star", "unprofitable", "weekly", "both", "at_risk", "arven")
