from dataclasses import dataclass

from odoo import api, models
from odoo.tools import formatLang

from ..tools.excel import quoted


@dataclass
class Figure:
    """One key figure: what the workbook calculates, what the run stored, in words.

    :param value: what the formula gives, None if unknown
    :param stored: value of the analysis, None where it keeps none
    :param bands: least value and text, highest first; the last one has no least value
    :param text: shown whatever the value is, if there are no bands
    """

    label: str
    kind: str
    formula: str
    value: float | None
    stored: float | None = None
    bands: tuple = ()
    text: str = ""


class KamAnalysisXlsx(models.AbstractModel):
    """The key figures of the summary, and what they say."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _summary_figures(self, book):
        """Key figures in order; see ``Figure``."""
        analysis, totals, table = book.analysis, book.totals, book.customers
        limits = analysis.parameters or {}
        share = table.range("share")
        status = self._labels("kam.analysis.line", "key_status")["key"]
        error, year = table.range("forecast_error"), table.range("revenue_year")

        def label(name):
            return self._label("kam.analysis", name)

        def of_shares(numerator):
            return f'=IF(SUM({share})=0,"",{numerator}/SUM({share}))'

        def total(name, **more):
            stored = analysis.total if name == analysis.measure else None
            text = self._label("kam.analysis.line", name)
            formula = f"=SUM({table.range(name)})"
            return Figure(text, "money", formula, totals[name], stored, **more)

        hhi = f'=IF(SUM({share})=0,"",10000*SUMSQ({share})/SUM({share})^2)'
        known = totals["share"] > 0
        effective = 10000 / totals["hhi"] if totals["hhi"] else None
        top = f"SUMPRODUCT(LARGE({share},{{1;2;3;4;5}}))"
        return [
            Figure(
                self.env._("Customers"),
                "integer",
                f"=COUNTA({table.range('customer')})",
                totals["customers"],
                analysis.customer_count,
            ),
            total("revenue"),
            total("margin", text=self._rate_text(totals, "margin")),
            total("cost_to_serve"),
            total("profit", text=self._rate_text(totals, "profit")),
            Figure(
                label("hhi"),
                "integer",
                hhi,
                totals["hhi"],
                analysis.hhi if known else None,
                bands=self._hhi_bands(limits),
            ),
            Figure(
                label("effective_customers"),
                "days",
                f'=IF(SUM({share})=0,"",SUM({share})^2/SUMSQ({share}))',
                effective,
                analysis.effective_customers if known else None,
                text=self.env._(
                    "So many customers of equal size would be as concentrated."
                ),
            ),
            Figure(
                label("largest_share"),
                "percent",
                of_shares(f"MAX({share})"),
                totals["largest_share"],
                analysis.largest_share if known else None,
                bands=self._largest_bands(limits),
            ),
            Figure(
                label("top_share"),
                "percent",
                f'=IF(SUM({share})=0,"",IF(COUNT({share})<5,1,{top}/SUM({share})))',
                totals["top_share"],
                analysis.top_share if known else None,
                bands=self._top_bands(limits),
            ),
            Figure(
                label("key_share"),
                "percent",
                of_shares(
                    f"SUMIF({table.range('key_status')},{quoted(status)},{share})"
                ),
                totals["key_share"],
                analysis.key_share if known else None,
                bands=self._key_bands(limits),
            ),
            Figure(
                label("wape"),
                "percent",
                f'=IF(COUNT({error})=0,"",SUMPRODUCT({error},ABS({year}))'
                f"/SUMPRODUCT(ISNUMBER({error})*ABS({year})))",
                totals["wape"],
                analysis.wape if totals["wape"] is not None else None,
                text=self.env._(
                    "How far the same forecast, made a year earlier, was off."
                ),
            ),
        ]

    @api.model
    def _rate_text(self, totals, name):
        """An amount as a part of the revenue, in words."""
        rate = self._ratio(totals, name)
        if rate is None:
            return ""
        return self.env._("%s of the revenue", self._percent(rate, 1))

    @api.model
    def _percent(self, value, digits=0):
        """A fraction as a percentage in the user's language."""
        return f"{formatLang(self.env, 100 * value, digits=digits)}\u202f%"

    @api.model
    def _hhi_bands(self, limits):
        """Texts on the HHI by the limits of the run, highest first."""
        if "hhi_high" not in limits:
            return ()
        number = {
            name: formatLang(self.env, limits[f"hhi_{name}"], digits=0)
            for name in ("moderate", "high")
        }
        return (
            (
                limits["hhi_high"],
                self.env._("Highly concentrated: %(high)s or more", **number),
            ),
            (
                limits["hhi_moderate"],
                self.env._(
                    "Moderately concentrated: %(moderate)s to %(high)s", **number
                ),
            ),
            (None, self.env._("Not concentrated: below %(moderate)s", **number)),
        )

    @api.model
    def _largest_bands(self, limits):
        """Texts on the share of the largest customer, highest first."""
        if "share_warning" not in limits:
            return ()
        notice = self._percent(limits["share_notice"])
        warning = self._percent(limits["share_warning"])
        return (
            (
                limits["share_warning"],
                self.env._("Warning: %s or more depends on one customer", warning),
            ),
            (
                limits["share_notice"],
                self.env._("Notice: %s or more depends on one customer", notice),
            ),
            (None, self.env._("No customer reaches %s", notice)),
        )

    @api.model
    def _top_bands(self, limits):
        """Texts on the share of the five largest customers."""
        if "top_notice" not in limits:
            return ()
        notice = self._percent(limits["top_notice"])
        return (
            (limits["top_notice"], self.env._("Notice: %s or more", notice)),
            (None, self.env._("Below %s", notice)),
        )

    @api.model
    def _key_bands(self, limits):
        """Texts on the share of all key accounts, highest first."""
        if "key_share_max" not in limits:
            return ()
        band = {
            "least": self._percent(limits["key_share_min"]),
            "most": self._percent(limits["key_share_max"]),
        }
        return (
            # the upper end itself is still usual
            (
                limits["key_share_max"] + 1e-9,
                self.env._("Above the usual %(least)s to %(most)s", **band),
            ),
            (
                limits["key_share_min"],
                self.env._("Within the usual %(least)s to %(most)s", **band),
            ),
            (None, self.env._("Below the usual %(least)s to %(most)s", **band)),
        )
