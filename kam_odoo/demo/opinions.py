"""What the assessors of the demo say in its selection rounds.

Pure data: no Odoo import. Marks follow a leaning per account, a bias per function and a
fixed seed, so that they look like people and are the same on every installation.
"""

# Assessors: login, function. The last two have no sales rights at all.
ASSESSORS = [
    ("kam_manager", "management"),
    ("kam_user", "sales"),
    ("kam_user_2", "sales"),
    ("kam_finance", "finance"),
    ("kam_marketing", "marketing"),
]
NEW_USERS = [
    ("kam_finance", "Nadja Hribernik"),
    ("kam_marketing", "Jakub Moravčík"),
]
# Who has handed in the running round, and how far the others are (share of candidates).
HANDED_IN = ("kam_user", "kam_finance")
BEGUN = {"kam_user_2": 0.6, "kam_marketing": 0.25}

# Mean mark of accounts that are not named here, and of those that are.
USUAL = 2
LEANING = {
    "dominant": 7,
    "weekly": 8,
    "both": 8,
    "quarterly": 7,
    "star": 9,
    "group": 7,
    "project": 7,
    "ruden": 7,
    "orbey": 7,
    "defecting": 6,
    "unprofitable": 5,
    "lost": 2,
    "new": 7,
    "monte": 7,
    "rott": 6,
    "at_risk": 3,
    "arven": 7,
    "valser": 6,
    "stein": 4,
    "brew": 6,
}
# How functions differ from the mean: finance and sales look at different things.
BIAS = {"sales": 1, "finance": -1, "marketing": 0, "management": 0, "other": 0}
# Where they do not agree at all: account → function → mean mark.
DISPUTED = {
    "unprofitable": {"sales": 9, "finance": 1, "marketing": 6, "management": 3},
    "orbey": {"sales": 5, "finance": 3, "marketing": 10, "management": 9},
    "arven": {"sales": 9, "finance": 2, "marketing": 8, "management": 6},
}
# Login → account → why it is nominated.
NOMINATIONS = {
    "kam_manager": {
        "dominant": "Nearly a third of our revenue: we cannot afford to lose it.",
        "both": "Buys from both our companies.",
        "weekly": "The steadiest customer we have.",
        "star": "Doubles every year; the plant in Rakovnik is only half built.",
        "orbey": "The best known name in its industry.",
    },
    "kam_user": {
        "dominant": "Our largest customer.",
        "weekly": "Orders every week and pays in time.",
        "star": "Wants one supplier for the whole battery line.",
        "unprofitable": "Large volume, we only have to get the prices right.",
        "ruden": "Kept its promise and signed the frame contract.",
    },
    "kam_user_2": {
        "both": "One of the few customers we serve in two countries.",
        "quarterly": "Predictable, and its engineers teach us a lot.",
        "monte": "Would let us into its two sister plants.",
        "rott": "Asked for a frame contract.",
        "new": "The first orders were twice as large as planned.",
    },
    "kam_finance": {
        "dominant": "Half of what covers our fixed costs.",
        "weekly": "Best margin among the large ones, and pays on time.",
        "quarterly": "Never late with a payment in three years.",
        "group": "Small companies, but together a good margin.",
    },
    "kam_marketing": {
        "orbey": "A reference that opens doors.",
        "star": "Everybody talks about its technology.",
        "arven": "The largest plant of the region; a reference for ten years.",
        "valser": "A name that every laboratory knows.",
    },
}
# What the finished round says of the key accounts it kept against the proposal or the
# doubts, and of those who wait for a place.
KEPT_BECAUSE = {
    "unprofitable": "Kept until the price round is through; then we look again.",
    "lost": "Kept to win it back; the last offers are still open.",
    "defecting": "Kept: only the sensors went elsewhere, the rest is steady.",
}
WAITING = {
    "monte": "Good enough, but its manager has no time for one more right now.",
    "rott": "Good, but the frame contract is to be signed first.",
}
