from odoo import models

from .kam_assessment import RUNNING


class IrUiMenu(models.Model):
    """An app of their own for assessors who do not see the CRM app, while they assess.

    Everybody else finds the assessments in the CRM app, or has none.
    """

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        menu = self.env.ref(
            "kam_odoo.menu_kam_assessment_root", raise_if_not_found=False
        )
        if menu and not self._kam_wants_assessment_menu():
            hidden.append(menu.id)
        return hidden

    def _kam_wants_assessment_menu(self):
        """Whether the user assesses right now and has no other way there by menu.

        The menus are cached per user; the steps of a round clear that cache.
        """
        if self.env.user.has_group("sales_team.group_sale_salesman"):
            return False
        return bool(
            self.env["kam.assessment"]
            .sudo()
            .search_count(
                [
                    ("user_id", "=", self.env.uid),
                    ("selection_id.state", "in", RUNNING),
                ],
                limit=1,
            )
        )
