from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.fields import Command, Domain

TIER_TERMS = {
    "strategic": {
        "service_level": "A technician on site within 24 hours. Spare parts of their "
        "machines kept in our stock.",
        "special_terms": "Payment within 45 days. Warranty of 36 months.",
        "logistics": "Deliveries announced two days ahead.",
    },
    "key": {
        "service_level": "A technician on site within 48 hours.",
        "special_terms": "Payment within 30 days. Warranty of 24 months.",
    },
}
# account: (days ago from, days ago until, texts)
ACCOUNT_TERMS = {
    "dominant": (
        120,
        None,
        {
            "service_level": "Hotline from 6 to 22 on working days, for all their "
            "plants.",
            "special_terms": "Yearly bonus of 1.5 % from 2.5 million on.",
            "logistics": "Unloading in Altenrode Tuesdays and Thursdays before 10.\n"
            "Pallets 120 cm high at most, labels with their order number.",
        },
    ),
    "quarterly": (
        400,
        35,
        {"special_terms": "Fixed prices for the extension of the waterworks."},
    ),
}
DRAFT_TERMS = {
    "star": {
        "service_level": "Commissioning within ten working days after delivery.",
        "logistics": "Batteries are dangerous goods: deliveries without our cables "
        "and sensors in the same vehicle.",
    }
}
# Lines: product, quantity, discount in percent. Salespeople may give 5 %.
WAITING = [("sd440", 12, 18), ("cx100", 6, 5), ("comm", 16, 0)]
APPROVED = [("la300", 20, 12), ("io16", 40, 5)]


class KamDemo(models.AbstractModel):
    """Terms in every state, and discounts asked for and approved."""

    _inherit = "kam.demo"

    @api.model
    def _make_terms(self, today):
        """Written by one, approved by another, as in life."""
        admin = self.env.ref("base.user_admin")
        manager = self._user("kam_manager")
        begin = today - timedelta(days=200)
        for key, texts in TIER_TERMS.items():
            tier = self.env.ref(f"kam_odoo.kam_tier_{key}")
            self._submit_terms(
                f"tier_{key}",
                manager,
                {"tier_id": tier.id, "date_from": begin, **texts},
            ).with_user(admin).action_approve()
        for key, (since, until, texts) in ACCOUNT_TERMS.items():
            account = self._demo_ref(key)
            self._submit_terms(
                key,
                account.kam_manager_id,
                {
                    "partner_id": account.id,
                    "date_from": today - timedelta(days=since),
                    "date_to": until and today - timedelta(days=until),
                    **texts,
                },
            ).with_user(manager).action_approve()
        for key, texts in DRAFT_TERMS.items():
            values = {"partner_id": self._demo_ref(key).id, "date_from": today, **texts}
            self._demo_create("kam.terms", {f"terms_{key}": values})

    @api.model
    def _submit_terms(self, name, user, values):
        """Terms of the demo that wait for approval."""
        terms = self._demo_create("kam.terms", {f"terms_{name}": values})
        terms = terms[f"terms_{name}"].with_user(user)
        terms.action_submit()
        return terms

    @api.model
    def _make_discount_approvals(self, today):
        """One quotation waits for the account's manager, one is approved."""
        # Those that were made before there were limits stand as they were offered.
        earlier = self.env["sale.order"].search(
            [
                ("kam_account_status", "=", "key"),
                ("state", "in", ("draft", "sent")),
                ("kam_discount_approval_ids", "=", False),
            ]
        )
        for order in earlier:
            order._kam_keep_offer(order._kam_discount_rows())
        seller = self._user("kam_sales")
        waiting = self._discount_quotation("waiting", "dominant", WAITING, today)
        waiting.with_user(seller)._kam_ask_approval(
            "A competitor offers the drives at 2 030. They plan 200 pieces a year."
        )
        approved = self._discount_quotation("approved", "defecting", APPROVED, today)
        request = approved.with_user(seller)._kam_ask_approval(
            "They stopped buying sensors from us; this brings them back to the table."
        )
        manager = approved.kam_account_manager_id
        request.with_user(manager)._decide(True, "Good, if they take all 20.")
        # Nobody is written to.
        self.env["mail.mail"].search(
            Domain("model", "=", "kam.terms")
            | Domain("model", "=", "sale.order")
            & Domain("res_id", "in", (waiting + approved).ids)
        ).unlink()

    @api.model
    def _discount_quotation(self, name, key, lines, today):
        """The quotation of that name; it may be there from an earlier installation."""
        found = self._demo_ref(f"quotation_{name}", optional=True)
        if found:
            return found
        main = self._companies()[:1]
        partner = self._demo_ref(f"{key}_person_1", optional=True)
        values = {
            "company_id": main.id,
            "partner_id": (partner or self._demo_ref(key)).id,
            "user_id": self._user("kam_sales").id,
            "date_order": datetime.combine(today, time(9)),
            "order_line": [
                Command.create(
                    {
                        "product_id": self._demo_ref(f"product_{product}").id,
                        "product_uom_qty": quantity,
                        "discount": percent,
                    }
                )
                for product, quantity, percent in lines
            ],
        }
        return self._demo_create(
            "sale.order",
            {f"quotation_{name}": values},
            allowed_company_ids=main.ids,
        )[f"quotation_{name}"]
