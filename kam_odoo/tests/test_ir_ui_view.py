from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import KamCommon

GOOD = """
    <kam_bubble x="color" y="credit_limit" size="partner_latitude" color="country_id"
        color_field="phone_code" open="parent_id" x_split="50" y_split="color_split">
        <field name="email"/>
        <quadrant x="high" y="high" string="Best"/>
        <unknown string="Without a place"/>
    </kam_bubble>
"""


@tagged("post_install", "-at_install")
class TestBubbleView(KamCommon):
    """The view type checks what it is given, in words an author understands."""

    def _view(self, arch, **replace):
        arch = arch.replace("color_split", "color")
        for before, after in replace.items():
            arch = arch.replace(before, after)
        return self.env["ir.ui.view"].create(
            {
                "name": "bubbles",
                "model": "res.partner",
                "type": "kam_bubble",
                "arch": arch,
            }
        )

    def test_a_good_one(self):
        view = self._view(GOOD)
        self.assertEqual(view.type, "kam_bubble")
        result = self.env["res.partner"].get_views([(view.id, "kam_bubble")])
        self.assertIn("<quadrant", result["views"]["kam_bubble"]["arch"])
        self.assertIn("kam_bubble", self.env["ir.ui.view"].get_view_info())

    def test_the_type_is_found_by_its_tag(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": "bubbles",
                "model": "res.partner",
                "arch": GOOD.replace("color_split", "7"),
            }
        )
        self.assertEqual(view.type, "kam_bubble")

    def test_bad_ones(self):
        for before, after, words in (
            ('x="color"', "", "axis “x” is missing"),
            ('y="credit_limit"', 'y="nothing"', "“nothing” of “y” does not exist"),
            ('x="color"', 'x="name"', "“x” cannot be the field “name”"),
            ('size="partner_latitude"', 'size="gone"', "“gone” of “size”"),
            ('x_split="50"', 'x_split="fifty"', "“fifty” of “x_split”"),
            ('color="country_id"', 'color="child_ids"', "“color” cannot be"),
            ('"phone_code"', '"gone"', "no field “gone”"),
            ('open="parent_id"', 'open="name"', "“open” cannot be"),
            ('open="parent_id"', 'open="parent_id" action="_do"', "no action “_do”"),
            ('open="parent_id"', 'open="parent_id" action="fly"', "no action “fly”"),
            ('open="parent_id"', 'open="parent_id" limit="few"', "“limit” has to be"),
            ('open="parent_id"', 'open="parent_id" shape="star"', "shape"),
            ('"email"', '"gone"', "gone"),
            ("unknown", "button", "not “button”"),
            ('<quadrant x="high"', '<quadrant x="middle"', "“high” or “low”"),
            (' string="Best"', "", "a name"),
            (
                "<unknown",
                '<quadrant x="high" y="high" string="Again"/><unknown',
                "same place",
            ),
        ):
            with self.subTest(after=after or before):
                with self.assertRaisesRegex(ValidationError, words):
                    self._view(
                        GOOD.replace("color_split", "color").replace(before, after)
                    )

    def test_an_action_can_show_it(self):
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "Bubbles",
                "res_model": "res.partner",
                "view_mode": "kam_bubble,list",
                "view_ids": [(0, 0, {"view_mode": "kam_bubble"})],
            }
        )
        self.assertEqual(action.views[0][1], "kam_bubble")
