"""How much a quotation line really gives away, as pure arithmetic.

All discounts are fractions (0.18 is 18 %), all prices are for one unit and in one
currency. Three things lower what the customer pays for a line, and all three count:
a price below the customer's price list, the discount of the line, and lines with a
negative amount, which lower the whole quotation.
"""

PRECISION = 6


def net_price(price, discount, order_discount=0.0):
    """What the customer pays for one unit in the end.

    >>> round(net_price(100, 0.1, 0.05), 2)
    85.5
    """
    return price * (1 - discount) * (1 - order_discount)


def order_discount(amounts):
    """The part of a quotation that its negative lines take off again.

    :param amounts: amount of each line, its own discount already taken off

    Two lines of 600 and 400, and a discount line of 50: everything is 5 % cheaper.

    >>> order_discount([600, 400, -50])
    0.05
    >>> order_discount([600, 400])
    0.0

    More than everything is everything:

    >>> order_discount([100, -150]), order_discount([-150]), order_discount([])
    (1.0, 1.0, 0.0)
    """
    amounts = list(amounts)
    gained = sum(amount for amount in amounts if amount > 0)
    given = -sum(amount for amount in amounts if amount < 0)
    if given <= 0:
        return 0.0
    return round(min(given / gained, 1.0), PRECISION) if gained > 0 else 1.0


def effective_discount(reference, price, discount, whole=0.0):
    """What a line gives away of the price that the customer's price list asks.

    :param reference: price by the price list, its own discount already taken off
    :param price: price on the line
    :param discount: discount on the line
    :param whole: discount on the whole quotation, see ``order_discount``

    The list asks 100. A discount of 18 % on the line is 18 %; the price cut by hand
    to 82 is the same; 90 with 10 % on top is 19 %:

    >>> effective_discount(100, 100, 0.18)
    0.18
    >>> effective_discount(100, 82, 0)
    0.18
    >>> effective_discount(100, 90, 0.1)
    0.19

    5 % on the whole quotation come on top of the 10 % of the line:

    >>> effective_discount(100, 100, 0.1, 0.05)
    0.145

    The list itself gives this customer 10 % (he pays 90): that is not the
    salesperson's discount, only what comes on top of it.

    >>> effective_discount(90, 100, 0.1)
    0.0
    >>> effective_discount(90, 100, 0.19)
    0.1

    A higher price is no discount. Without a price in the list only the discounts
    count:

    >>> effective_discount(100, 120, 0)
    0.0
    >>> effective_discount(0, 50, 0.2, 0.1)
    0.28
    """
    if reference > 0:
        share = net_price(price, discount, whole) / reference
    else:
        share = net_price(1, discount, whole)
    return max(round(1 - share, PRECISION), 0.0)


def exceeds(effective, limit, amount, rounding):
    """Whether a discount is above a limit by more than rounding explains.

    :param amount: what the line would cost by the price list
    :param rounding: smallest unit of the currency

    >>> exceeds(0.18, 0.05, 1000, 0.01), exceeds(0.05, 0.05, 1000, 0.01)
    (True, False)

    5 % of 9.99 is 0.4995, so a discount line says 0.50. That is no trespass; on 999
    it would be:

    >>> exceeds(0.50 / 9.99, 0.05, 9.99, 0.01), exceeds(0.0505, 0.05, 999, 0.01)
    (False, True)

    A line of quantity 0 costs nothing yet; the discount alone decides:

    >>> exceeds(0.3, 0.05, 0, 0.01)
    True
    """
    if round(effective - limit, PRECISION) <= 0:
        return False
    return not amount or abs(amount) * (effective - limit) > rounding


def covers(approved, line, rounding):
    """Whether what was approved for a line still covers it as it is now.

    The product, the quantity and the unit must be the approved ones; the price may
    only be the same or better for us, measured by what the customer pays or by the
    effective discount.

    :param approved, line: dicts with product, quantity, unit, currency, net, effective
    :param rounding: smallest unit of the currency

    >>> was = dict(product=7, quantity=10, unit=1, currency=1, net=82, effective=0.18)
    >>> covers(was, was, 0.01)
    True
    >>> covers(was, {**was, "net": 88, "effective": 0.12}, 0.01)
    True
    >>> covers(was, {**was, "net": 80, "effective": 0.2}, 0.01)
    False
    >>> covers(was, {**was, "quantity": 11}, 0.01)
    False

    The list price rose after the approval; the customer pays what was approved:

    >>> covers(was, {**was, "effective": 0.22}, 0.01)
    True
    """
    same = ("product", "quantity", "unit", "currency")
    if any(approved[name] != line[name] for name in same):
        return False
    lost = (approved["net"] - line["net"]) * max(abs(line["quantity"]), 1)
    return (
        lost <= rounding
        or round(line["effective"] - approved["effective"], PRECISION) <= 0
    )
