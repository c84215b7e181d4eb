from odoo import api, models

from .activities import OPEN

# Name of an open opportunity: need, solvency, authority, and what is known of them.
THREE_PS = {
    "First project: electrode coating": (
        ("2", "New plant, the line has to run next autumn"),
        ("2", "Financed by two banks and a state fund"),
        ("1", "The plant manager is with us, purchasing still asks the board"),
    ),
    "Clean room conveyors": (
        ("2", "Output is to double within two years"),
        ("1", "Pays late, but always pays"),
        ("2", "We talk with the owner"),
    ),
    "Rolling mill drives": (
        ("1", "Spare drives last another three years"),
        ("2", "Strong balance sheet"),
        (False, ""),
    ),
    "Bottling line controls": (
        ("2", "Old controls are no longer supplied"),
        ("2", "Budget approved"),
        ("2", "Technical director signs up to 100 000"),
    ),
    "Win-back: maintenance contract": (
        ("1", "Unhappy with the new supplier's response times"),
        ("0", "In restructuring"),
        (False, ""),
    ),
    "Turbine governors": (
        ("2", "Tender is out"),
        (False, ""),
        (False, ""),
    ),
}


class KamDemo(models.AbstractModel):
    """What salespeople found out about need, solvency and authority."""

    _inherit = "kam.demo"

    @api.model
    def _qualify_leads(self):
        """The three Ps on some open opportunities, and a lead without a customer."""
        for number, (name, *_rest) in enumerate(OPEN):
            if name in THREE_PS:
                lead = self._demo_ref(f"lead_open_{number + 1}", optional=True)
                if lead:
                    lead.write(self._three_ps(THREE_PS[name]))
        if not self._demo_ref("lead_no_customer", optional=True):
            values = {
                "name": "Enquiry from the trade fair: palletising",
                "type": "opportunity",
                "contact_name": "Yvonne Ackerhof",
                "partner_name": "Ackerhof Verpackung",
                "user_id": self._user("kam_sales").id,
                "company_id": self._companies()[0].id,
                "expected_revenue": 55_000,
                **self._three_ps(
                    (
                        ("2", "Three shifts, still stacked by hand"),
                        ("2", "Family firm without debts"),
                        ("1", "The owner decides, we know the plant manager"),
                    )
                ),
            }
            self._demo_create("crm.lead", {"lead_no_customer": values})

    @api.model
    def _three_ps(self, answers):
        """Answers and notes in the order need, solvency, authority."""
        values = {}
        for name, (answer, note) in zip(
            ("kam_need", "kam_solvency", "kam_authority"), answers, strict=True
        ):
            values[name] = answer
            values[f"{name}_note"] = note
        return values
