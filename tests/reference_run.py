"""One run of the second computation; see :mod:`tests.reference`."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal, localcontext

from tests import reference_rules as rules
from tests.reference import SETTINGS, first_day, month_of
from tests.reference_costs import services
from tests.reference_defection import defections

DAY = datetime.timedelta(days=1)


def analyse(history, run, previous=None):
    """(header, {account: line}, {account: retention}, defections) of a run.

    ``previous`` are the classes of the analysis before, by account.
    """
    methods = ("measure", "abc_method", "limit_a", "limit_b")
    methods += ("xyz_method", "x_limit", "y_limit")
    key = repr([value for name, value in vars(run).items() if name not in methods])
    with localcontext() as context:
        context.prec = 50
        if key not in history.analyses:  # all but the classes, which need much less
            history.analyses[key] = Analysis(history, run)
        return history.analyses[key].classified(run, previous or {})


def share_of(part, whole):
    """part ÷ whole as a float; None if the whole is 0."""
    return float(part / whole) if whole else None


class Analysis:
    """The figures of every account for one run; all amounts in its currency."""

    def __init__(self, history, run):
        self.history, self.run = history, run
        self.settings = {**SETTINGS, **run.settings}
        self.today = min(history.day(one, run.now) for one in run.company_ids)
        self.end = min(run.date_to, self.today)
        self.running = month_of(self.today)
        self.last = min(month_of(run.date_to + DAY), self.running) - 1
        first = month_of(run.date_from) + (run.date_from.day > 1)
        self.months = range(first, self.last + 1)
        self.start = first_day(
            min(
                self.last + 1 - self.settings["history_months"], month_of(run.date_from)
            )
        )
        self.worth = {
            one: history.conversion(
                one,
                history.companies[one]["currency_id"],
                run.currency_id,
                self.end,
            )
            for one in run.company_ids
        }
        self.orders = defaultdict(list)
        for order in sorted(history.orders, key=lambda order: order.day):
            known = order.company in run.company_ids and order.day <= run.date_to
            if known and not history.hides(order.contact, run):
                self.orders[history.account[order.contact]].append(order)
        self.wrong = self.came = Decimal()  # of the forecast made a year earlier
        self.detail = defaultdict(dict)
        self.cost = self._costs(run.date_from, run.date_to, self.detail)
        self.cost_of_year = self._costs(
            first_day(self.last - 11), first_day(self.last + 1) - DAY
        )
        self._lines()
        self.defections = defections(self)

    def rounded(self, amount):
        return self.history.rounded(amount, self.run.currency_id)

    def _costs(self, first, last, detail=None):
        """Cost to serve per account; to ``detail`` comes [count, cost] by kind."""
        costs = defaultdict(Decimal)
        for item in services(self, first, last):
            kind, contact, count, price = item
            if self.history.hides(contact, self.run):
                continue
            account = self.history.account[contact]
            costs[account] += price * count
            if detail is not None:
                part = detail[account].setdefault(kind, [Decimal(), Decimal()])
                part[0] += count
                part[1] += price * count
        return costs

    def _lines(self):
        window = {
            account: [order for order in orders if order.day >= self.start]
            for account, orders in self.orders.items()
        }
        window = {account: orders for account, orders in window.items() if orders}
        gaps = {
            account: rules.intervals(order.day for order in orders)
            for account, orders in window.items()
        }
        pool = [gap for own in gaps.values() for gap in own]
        percentiles = [
            rules.percentile(pool, self.settings[name])
            for name in ("percentile_risk", "percentile_lost")
        ]
        self.retention = {
            account: rules.retention(
                (self.end - orders[-1].day).days,
                gaps[account],
                percentiles if pool else None,
                self.settings,
            )
            for account, orders in window.items()
        }
        self.lines = {
            account: self.line(account, orders, gaps[account])
            for account, orders in window.items()
            if orders[-1].day >= self.run.date_from
        }

    def classified(self, run, previous):
        """The lines with the classes that a run asks for, and its header."""
        lines = {account: {**line} for account, line in self.lines.items()}
        header = self._classify(run, lines)
        for account, line in lines.items():
            line["xyz"] = self._xyz(run, line)
            line["previous_abc"] = previous.get(account)
            classes = (line["abc"], line["xyz"])
            line["abc_xyz"] = (
                "".join(one or "–" for one in classes).upper() if any(classes) else None
            )
        return header, lines, self.retention, self.defections

    def line(self, account, orders, gaps):
        """All of an account that needs no other account."""
        run = self.run
        period = [order for order in orders if order.day >= run.date_from]
        revenue, margin = defaultdict(Decimal), defaultdict(Decimal)
        for order in orders:
            worth = self.worth[order.company]
            revenue[month_of(order.day)] += order.revenue[run.basis] * worth
            margin[month_of(order.day)] += order.margin[run.basis] * worth
        figures = {
            "revenue": self._sum(period, "revenue"),
            "margin": self._sum(period, "margin"),
            "cost_to_serve": self.rounded(self.cost[account]),
        }
        figures["cost_detail"] = self.detail.get(account, {})
        figures["profit"] = figures["margin"] - figures["cost_to_serve"]
        first_ever = self.orders[account][0].day
        contact = self.history.contacts[account]
        figures |= {
            "margin_percent": share_of(figures["margin"], figures["revenue"]),
            "profit_percent": share_of(figures["profit"], figures["revenue"]),
            "order_count": len(period),
            "line_count": sum(order.lines for order in period),
            "first_order_date": first_ever,
            "last_order_date": orders[-1].day,
            "years": round((self.end - first_ever).days / 365.25, 2),
            "order_days": len(gaps) + 1,
            "median_interval": rules.percentile(gaps, 0.5),
            "long_interval": rules.percentile(gaps, self.settings["percentile_lost"]),
            "days_since_order": (self.end - orders[-1].day).days,
            "retention": self.retention[account],
            "key_status": contact["kam_status"],
            "tier_id": contact["kam_tier_id"],
        }
        first = month_of(orders[0].day)
        figures |= self._regularity(period, revenue, first)
        figures |= self._forecast(account, revenue, margin, first)
        return figures

    def _sum(self, orders, name):
        basis, worth = self.run.basis, self.worth
        parts = (getattr(one, name)[basis] * worth[one.company] for one in orders)
        return self.rounded(sum(parts, Decimal()))

    def _regularity(self, period, revenue, first):
        months = [month for month in self.months if month >= first]
        days = {order.day for order in period if month_of(order.day) != self.running}
        active = len({month_of(day) for day in days}.intersection(months))
        cv = rules.variation([revenue[month] for month in months])
        interval_cv = rules.variation(rules.intervals(days))
        return {
            "month_count": len(months),
            "active_months": active,
            "period_order_days": len(days),
            "cv": cv,
            "interval_cv": interval_cv,
        }

    def _xyz(self, run, line):
        if (
            line["month_count"] < self.settings["xyz_min_months"]
            or line["period_order_days"] < self.settings["xyz_min_days"]
        ):
            return None
        if run.xyz_method == "variation":
            return rules.xyz_by_variation(line["cv"], run.x_limit, run.y_limit)
        return rules.xyz_by_rhythm(
            line["active_months"],
            line["month_count"],
            line["interval_cv"],
            run.x_limit,
            run.y_limit,
        )

    def _year(self, amounts, years_back):
        """Sum of the twelve complete months that ended so many years before."""
        end = self.last + 1 - 12 * years_back
        return sum((amounts[month] for month in range(end - 12, end)), Decimal())

    def _forecast(self, account, revenue, margin, first):
        one, two, three = (self._year(revenue, back) for back in range(3))
        figures = {
            "revenue_year": self.rounded(one),
            "revenue_year_before": self.rounded(two),
            **dict.fromkeys(
                (
                    "growth",
                    "forecast_revenue",
                    "forecast_profit",
                    "backtest_revenue",
                    "forecast_error",
                )
            ),
        }
        if first <= self.last - 23 and two > 0:
            factor = Decimal(rules.damped(one / two, self.settings))
            profit = self._year(margin, 0) - self.cost_of_year[account]
            figures["growth"] = float(one / two - 1)
            figures["forecast_revenue"] = self.rounded(one * factor)
            figures["forecast_profit"] = self.rounded(profit * factor)
        if first <= self.last - 35 and three > 0:
            backtest = two * Decimal(rules.damped(two / three, self.settings))
            figures["backtest_revenue"] = self.rounded(backtest)
            if one:
                self.wrong += abs(backtest - one)
                self.came += abs(one)
                figures["forecast_error"] = float(abs(backtest - one) / abs(one))
        return figures

    def _classify(self, run, lines):
        """Add shares, ranks, classes and flags to the lines; returns the header."""
        settings = self.settings
        amounts = {account: line[run.measure] for account, line in lines.items()}
        revenues = {account: line["revenue"] for account, line in lines.items()}
        if run.abc_method == "share":
            classes = rules.abc_by_share(amounts, run.limit_a, run.limit_b)
        else:
            classes = rules.abc_by_curve(amounts, settings["min_customers"])
        share, before = rules.shares(amounts), rules.shares_before(amounts)
        rank, larger = rules.ranks(amounts), rules.shares_before(revenues)
        for account, line in lines.items():
            own = share.get(account)
            flag = None
            for name in ("notice", "warning"):
                limit = rules.exact(settings[f"share_{name}"])
                flag = name if own is not None and own >= limit else flag
            low = rules.exact(settings["low_profit"]) * rules.exact(line["revenue"])
            line |= {
                "share": own,
                "share_before": before.get(account),
                "rank": rank[account],
                "abc": classes.get(account),
                "flag_concentration": flag,
                "flag_unprofitable": bool(
                    line["revenue"] > 0
                    and larger[account] < rules.exact(run.limit_a)
                    and rules.exact(line["profit"]) < low
                ),
            }
        return self._header(lines, share, amounts)

    def _header(self, lines, share, amounts):
        parts = sorted(share.values(), reverse=True)
        squares = sum(part**2 for part in parts)
        return {
            "customer_count": len(lines),
            "total": sum(amounts.values(), Decimal()),
            "hhi": 10000 * squares if parts else None,
            "effective_customers": 1 / squares if parts else None,
            "largest_share": max(parts, default=None),
            "top_share": sum(parts[:5]) if parts else None,
            "key_share": sum(
                part
                for account, part in share.items()
                if lines[account]["key_status"] == "key"
            )
            if parts
            else None,
            "wape": share_of(self.wrong, self.came),
        }
