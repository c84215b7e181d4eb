from odoo import api, models


class KamAnalysisXlsx(models.AbstractModel):
    """Every method in plain words, for the sheet of the methods."""

    _inherit = "kam.analysis.xlsx"

    @api.model
    def _method_words(self, book):
        """Each method in plain words, with its source: (name, words, source)."""
        analysis = book.analysis
        own = self.env._("Rule of this program")
        if analysis.abc_method == "computed":
            abc = self.env._(
                "Customers stand largest first. The limit of A is the customer at "
                "which the curve of cumulative share comes nearest to the corner "
                "where no customer brings everything. The break-even is the last "
                "customer who brings at least the mean. If it comes before the limit "
                "of A, the two change places. The limit of C is the customer nearest "
                "to the full sum at the break-even. Too few customers, or all equal: "
                "no classes."
            )
            abc_source = self.env._(
                "Ultsch & Lötsch 2015, PLoS ONE, doi 10.1371/journal.pone.0129767"
            )
        else:
            abc = self.env._(
                "Customers stand largest first. What counts is the share of all "
                "strictly larger customers: below the limit of A the customer is A, "
                "below the limit of B it is B, else C. Equal customers get the same "
                "class, and a single dominant customer is A. Nothing or less than "
                "nothing is C."
            )
            abc_source = self.env._(
                "ABC analysis by the Pareto principle (Dickie 1951)"
            )
        if analysis.xyz_method == "rhythm":
            xyz = self.env._(
                "Counted over the complete months since the first order. X: ordered "
                "in at least the given part of the months. Else Y: the intervals "
                "between order days vary (standard deviation ÷ mean) by no more than "
                "the limit. Else Z. So a faithful quarterly buyer is Y. Too few months "
                "or order days: no class."
            )
            xyz_source = own
        else:
            xyz = self.env._(
                "Coefficient of variation of the monthly revenue: population standard "
                "deviation ÷ mean, empty months counted as zero. X up to the first "
                "limit, Y up to the second, else Z. Too few months or order days: no "
                "class."
            )
            xyz_source = self.env._("XYZ analysis of inventory management")
        return [
            (
                self.env._("Customer and sale"),
                self.env._(
                    "A customer is the top-most company of a group; orders of its "
                    "contacts, branches and subsidiaries count for it, unless a "
                    "subsidiary stands alone. A sale is a line of a confirmed order, "
                    "without taxes. Ordered: as confirmed. Invoiced: what was invoiced "
                    "of it, credit notes taken off. Quotations and cancelled orders "
                    "do not count."
                ),
                own,
            ),
            (
                self.env._("Money"),
                self.env._(
                    "Amounts are converted to the currency of the company on the day "
                    "of the order, and once more to the currency of the analysis on "
                    "its last day. Amounts are rounded to the cent before anything is "
                    "compared."
                ),
                own,
            ),
            (self.env._("ABC"), abc, abc_source),
            (self.env._("XYZ"), xyz, xyz_source),
            (
                self.env._("Profit"),
                self.env._(
                    "Profit = margin − cost to serve. Cost to serve = the quantity of "
                    "each cost driver (orders, lines, lost quotations, meetings …) × "
                    "its rate, plus the cost of capital bound in receivables. A driver "
                    "without a rate costs nothing. Large but unprofitable: among the "
                    "largest customers by revenue, with a profit below the low profit "
                    "rate."
                ),
                self.env._(
                    "Activity-based costing; whale curve: Kaplan & Narayanan 2001"
                ),
            ),
            (
                self.env._("Concentration"),
                self.env._(
                    "HHI = 10 000 × the sum of the squared shares. Effective customers "
                    "= 10 000 ÷ HHI: so many equal customers would be as concentrated. "
                    "A customer from the notice or warning limit on is marked."
                ),
                self.env._(
                    "Herfindahl–Hirschman index; limits of the US guidelines of 2010"
                ),
            ),
            (
                self.env._("Retention"),
                self.env._(
                    "Days since the last order ÷ the usual (median) interval between "
                    "the customer's own order days. Due from the first limit. At risk "
                    "beyond the second, or beyond the longest usual interval. Lost "
                    "beyond the third and beyond the longest usual interval. Customers "
                    "with few order days are compared with the intervals of all "
                    "customers."
                ),
                own,
            ),
            (
                self.env._("Growth and forecast"),
                self.env._(
                    "Growth = the last 12 complete months ÷ the 12 before − 1. "
                    "Forecast of the next 12 = the last 12 × the yearly trend, kept "
                    "within its limits and damped by the exponent. The same rule one "
                    "year earlier, compared with what came, gives the error; the error "
                    "of all customers is weighted by revenue (WAPE). Without 24 months "
                    "of history there is no growth and no forecast."
                ),
                self.env._("Damped trend: Gardner & McKenzie 1985"),
            ),
            (
                self.env._("Movements"),
                self.env._(
                    "The class now against the class in the last finished analysis of "
                    "an earlier period with the same companies, basis and measure."
                ),
                own,
            ),
            (
                self.env._("Empty cells"),
                self.env._(
                    "A figure without enough data is unknown: its cell is empty and "
                    "never stands for zero."
                ),
                own,
            ),
        ]
