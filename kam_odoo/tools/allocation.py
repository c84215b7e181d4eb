"""Who gets which tier: the proposal of a selection round (METHODS §8).

Pure: no Odoo import. Scores are 0 to 100, None is unknown; places are counts, None is
no limit.
"""

from itertools import combinations
from typing import NamedTuple


class Tier(NamedTuple):
    """A key tier as the round sees it, best tier first in every list.

    :param places: free places when none of the candidates holds one
    :param manager_places: the same for one manager, by manager; a manager who is not
        listed has ``manager_limit`` of them
    """

    key: object
    minimum: float
    places: int | None = None
    manager_limit: int | None = None
    manager_places: dict = {}


class Candidate(NamedTuple):
    """An account that may get a place.

    :param tier: the key tier it holds until now; None makes it a challenger
    :param manager: its key account manager, None if it has none yet
    :param coverage: how much of the score is known; the better known wins a tie
    """

    key: object
    score: float | None
    tier: object = None
    manager: object = None
    coverage: float = 0


class Proposal(NamedTuple):
    """What is proposed for one candidate.

    :param tier: the proposed tier, or None
    :param why: ``fits``; ``kept`` by the lead that a challenger would need;
        ``unknown`` (no score: an incumbent keeps its place, others get none);
        ``low`` (below every minimum); ``full`` or ``manager_full`` (good enough, and
        all places are taken by better ones)
    :param waiting: place in the queue, counted from 1, of those for whom there was
        no place
    :param rivals: keys of challengers that came close (``kept``), or the last one
        that took a place in the best tier that was missed (``full``)
    """

    tier: object
    why: str
    waiting: int | None = None
    rivals: tuple = ()


def propose(tiers, candidates, lead=5):
    """Propose a tier for each candidate: the best first, in the order of the tiers.

    An incumbent counts with ``lead`` points more in its own tier and below it, against
    the minimum as well as against others: so it goes only when it is clearly too weak,
    or when a challenger leads by ``lead`` points at least. A candidate without a
    manager takes a place of the tier, and of no manager. Equal scores: an incumbent
    before a challenger, then the better known, then the first in the list.

    One place, and a challenger leads by 4, then by 5 points:

    >>> key = Tier("key", 45, places=1)
    >>> propose([key], [Candidate("old", 60, "key"), Candidate("new", 64)])["new"]
    Proposal(tier=None, why='full', waiting=1, rivals=('old',))
    >>> propose([key], [Candidate("old", 60, "key"), Candidate("new", 64)])["old"]
    Proposal(tier='key', why='kept', waiting=None, rivals=('new',))
    >>> found = propose([key], [Candidate("old", 60, "key"), Candidate("new", 65)])
    >>> found["new"].tier, found["old"].tier, found["old"].why
    ('key', None, 'full')

    The best tier first; who does not fit there falls to the next:

    >>> top = Tier("top", 60, places=1)
    >>> found = propose([top, key], [Candidate(c, s) for c, s in
    ...     [("a", 90), ("b", 80), ("c", 70), ("d", 44)]])
    >>> [(name, one.tier, one.why, one.waiting) for name, one in found.items()]
    [('a', 'top', 'fits', None), ('b', 'key', 'fits', None), ('c', None, 'full', 1), \
('d', None, 'low', None)]

    A manager who has a place of two left takes the better account; the other waits,
    though the tier has room:

    >>> wide = Tier("key", 45, places=9, manager_limit=3, manager_places={"ann": 1})
    >>> found = propose([wide], [Candidate("a", 50, manager="ann"),
    ...     Candidate("b", 70, manager="ann"), Candidate("c", 48, manager="bob")])
    >>> [(name, one.tier, one.why) for name, one in found.items()]
    [('b', 'key', 'fits'), ('a', None, 'manager_full'), ('c', 'key', 'fits')]

    Nobody loses a place because nothing is known, and nobody gets one for it:

    >>> found = propose([key], [Candidate("old", None, "key"), Candidate("new", None),
    ...     Candidate("good", 99)])
    >>> [(name, one.tier, one.why) for name, one in found.items()]
    [('good', None, 'full'), ('old', 'key', 'unknown'), ('new', None, 'unknown')]

    An incumbent a little below the minimum stays, clearly below it goes:

    >>> [propose([key], [Candidate("old", score, "key")])["old"].tier
    ...     for score in (40, 39.9)]
    ['key', None]

    Equal scores:

    >>> found = propose([key], [Candidate("a", 50), Candidate("b", 50, coverage=0.9)])
    >>> found["b"].tier, found["a"].waiting
    ('key', 1)
    >>> equal = [Candidate("new", 50), Candidate("old", 50, "key")]
    >>> [propose([key], equal, lead)["old"].tier for lead in (5, 0)]
    ['key', 'key']

    :param tiers: key tiers, best first
    :param candidates: in any fixed order
    :param lead: points a challenger must lead by
    :return: dict of candidate key → Proposal, best score first
    """
    order = {tier.key: position for position, tier in enumerate(tiers)}
    unknown = [one for one in candidates if one.score is None]
    known = sorted(
        (one for one in candidates if one.score is not None),
        key=lambda one: (-one.score, one.tier not in order, -one.coverage),
    )
    placed, missed = {}, {}
    for position, tier in enumerate(tiers):
        places = _Places(tier)
        for one in unknown:
            if one.tier == tier.key:
                placed[one.key] = tier.key
                places.take(one)
        ranked = _ranked(known, placed, tier, position, order, lead)
        taken = []
        for one, points in ranked:
            obstacle = places.obstacle(one)
            if points < tier.minimum:
                continue
            if obstacle:
                missed.setdefault(one.key, (obstacle, tuple(taken[-1:])))
                continue
            placed[one.key] = tier.key
            places.take(one)
            taken.append(one.key)
    waiting = [one.key for one in known if one.key in missed and one.key not in placed]
    return {
        one.key: _judge(one, known, placed, missed, waiting, order)
        for one in [*known, *unknown]
    }


class _Places:
    """Places of one tier that are still free, altogether and by manager."""

    def __init__(self, tier):
        self.free = tier.places
        self.limit = tier.manager_limit
        self.by_manager = dict(tier.manager_places)

    def obstacle(self, candidate):
        """What is full, or None if the candidate can have a place."""
        if self.free is not None and self.free <= 0:
            return "full"
        manager = candidate.manager
        left = self.by_manager.get(manager, self.limit)
        if manager is not None and left is not None and left <= 0:
            return "manager_full"
        return None

    def take(self, candidate):
        if self.free is not None:
            self.free -= 1
        manager = candidate.manager
        left = self.by_manager.get(manager, self.limit)
        if manager is not None and left is not None:
            self.by_manager[manager] = left - 1


def _ranked(known, placed, tier, position, order, lead):
    """Candidates without a place yet, with their points in this tier, best first.

    At equal points the challenger goes first: it leads by ``lead`` then. Where no lead
    is asked for, the points are the scores, and the incumbent goes first.
    """
    rows = []
    for one in known:
        if one.key not in placed:
            holds = one.tier in order and order[one.tier] <= position
            rows.append((one, one.score + (lead if holds else 0), holds))
    rows.sort(key=lambda row: (-row[1], row[2] == bool(lead), -row[0].coverage))
    return [(one, points) for one, points, _holds in rows]


def _judge(one, known, placed, missed, waiting, order):
    """Words for the outcome of one candidate, see :class:`Proposal`."""
    tier = placed.get(one.key)
    if one.score is None:
        return Proposal(tier, "unknown")
    if tier is None:
        if one.key not in missed:
            return Proposal(None, "low")
        why, rivals = missed[one.key]
        return Proposal(None, why, waiting.index(one.key) + 1, rivals)
    rivals = ()
    if one.tier in order:
        rivals = tuple(
            other.key
            for other in known
            if other.key in missed
            and other.score > one.score
            and order.get(placed.get(other.key), len(order)) > order[tier]
        )
    return Proposal(tier, "kept" if rivals else "fits", None, rivals)


def agreement(lists):
    """Mean pairwise Jaccard index of lists: 1 if all name the same, 0 if none overlap.

    Two of three names in common; then also a list that shares nothing; one list
    alone, and empty ones, say nothing.

    >>> agreement([{"a", "b"}, {"a", "b", "c"}])
    0.6666666666666666
    >>> round(agreement([{"a", "b"}, {"a", "b", "c"}, {"d"}]), 4)
    0.2222
    >>> agreement([{"a"}, set()]) is None
    True

    :param lists: iterables of hashable names, one per assessor
    :return: 0 to 1, or None with fewer than two lists that name anybody
    """
    lists = [set(names) for names in lists if names]
    pairs = list(combinations(lists, 2))
    if not pairs:
        return None
    return sum(len(a & b) / len(a | b) for a, b in pairs) / len(pairs)
