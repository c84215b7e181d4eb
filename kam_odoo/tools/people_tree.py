"""Who reports to whom, as trees of people (no Odoo)."""


def forest(people):
    """People with their reports in ``children``; at the top who reports to nobody.

    Who reports to somebody unknown is at the top too, and who has left is only drawn
    while somebody there reports to them. Whatever the data say, everybody is drawn
    once: of a ring, the first one is at the top.

    >>> def person(id, parent=None, left=False):
    ...     return {"id": id, "parent": parent, "left": left}
    >>> def shape(nodes):
    ...     return [(node["id"], shape(node["children"])) for node in nodes]
    >>> shape(forest([person(1), person(2, 1), person(3, 2), person(4, 99)]))
    [(1, [(2, [(3, [])])]), (4, [])]
    >>> shape(forest([person(1, None, True), person(2, 1), person(3, 2, True)]))
    [(1, [(2, [])])]
    >>> shape(forest([person(4, 1), person(1, 2), person(2, 1), person(3, 3)]))
    [(1, [(4, []), (2, [])]), (3, [])]
    """
    nodes = {person["id"]: {**person, "children": []} for person in people}
    above = {id_: node["parent"] for id_, node in nodes.items()}

    def leads_back(start):
        seen, current = set(), above[start]
        while current in nodes and current != start and current not in seen:
            seen.add(current)
            current = above[current]
        return current == start

    top = []
    for id_, node in nodes.items():
        if leads_back(id_):
            above[id_] = None
        if above[id_] in nodes:
            nodes[above[id_]]["children"].append(node)
        else:
            top.append(node)
    return _without_gone(top)


def _without_gone(nodes):
    for node in nodes:
        node["children"] = _without_gone(node["children"])
    return [node for node in nodes if node["children"] or not node["left"]]


def count(node):
    """How many people are below.

    >>> count({"children": [{"children": []}, {"children": [{"children": []}]}]})
    3
    """
    return sum(1 + count(child) for child in node["children"])
