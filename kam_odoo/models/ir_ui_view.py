from lxml import etree

from odoo import fields, models

ATTRIBUTES = {
    "__validate__",  # of Odoo's own validation
    "action",
    "class",
    "color",
    "color_field",
    "default_order",
    "js_class",
    "limit",
    "name_field",
    "open",
    "size",
    "string",
    "x",
    "x_max",
    "x_min",
    "x_split",
    "y",
    "y_max",
    "y_min",
    "y_split",
}
NUMBERS = {"float", "integer", "monetary"}
COLORS = {"boolean", "char", "many2one", "selection"}
# Attributes that name a field of the model, and of which kinds.
FIELDS = {
    "color": COLORS,
    "name_field": {"char", "many2one", "selection"},
    "open": {"many2one"},
    "size": NUMBERS,
    "x": NUMBERS,
    "y": NUMBERS,
}
SPLITS = {"x_split", "y_split"}
FIGURES = {"limit", "x_max", "x_min", "y_max", "y_min"}


def is_number(text):
    """Whether an attribute is a number.

    >>> is_number("50"), is_number("-0.5"), is_number("split_x")
    (True, True, False)
    """
    try:
        float(text)
    except ValueError:
        return False
    return True


class IrUiView(models.Model):
    """A view type of its own: records as bubbles on two axes.

    ``<kam_bubble x= y= size= color= …>`` holds the fields of the hover card, up to four
    ``<quadrant x="high|low" y="high|low" string= help=/>`` with the names of the four
    fields of the picture, and ``<unknown string=/>``, the name of those that have no
    value on an axis.
    """

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("kam_bubble", "Bubbles")])

    def _get_view_info(self):
        return {"kam_bubble": {"icon": "fa fa-dot-circle-o"}} | super()._get_view_info()

    def _kam_bubble_fields(self, node):
        """Fields that the attributes of the view name: attribute → field."""
        named = {name: node.get(name) for name in FIELDS if node.get(name)}
        for name in SPLITS:
            if node.get(name) and not is_number(node.get(name)):
                named[name] = node.get(name)
        return named

    def _postprocess_tag_kam_bubble(self, node, name_manager, node_info):
        for name in self._kam_bubble_fields(node).values():
            name_manager.has_field(node, name, node_info)

    def _validate_tag_kam_bubble(self, node, name_manager, node_info):
        for name in self._kam_bubble_fields(node).values():
            name_manager.has_field(node, name, node_info)
        if not node_info["validate"]:
            return
        model = name_manager.model
        self._kam_check_bubble_attributes(node)
        for attribute, name in self._kam_bubble_fields(node).items():
            self._kam_check_bubble_field(node, model, attribute, name)
        self._kam_check_bubble_opening(node, model)
        quadrants = set()
        for child in node.iterchildren(tag=etree.Element):
            self._kam_check_bubble_child(child)
            if child.tag == "quadrant":
                place = (child.get("x"), child.get("y"))
                if place in quadrants:
                    self._raise_view_error(
                        self.env._("Bubbles: two quadrants have the same place."), child
                    )
                quadrants.add(place)

    def _kam_check_bubble_attributes(self, node):
        """Attributes known, the axes given, figures numbers."""
        unknown = sorted(set(node.attrib) - ATTRIBUTES)
        if unknown:
            self._raise_view_error(
                self.env._(
                    "Bubbles: unknown attributes %(unknown)s. There are: %(known)s.",
                    unknown=unknown,
                    known=sorted(ATTRIBUTES - {"__validate__"}),
                ),
                node,
            )
        for name in ("x", "y"):
            if not node.get(name):
                self._raise_view_error(
                    self.env._("Bubbles: the axis “%s” is missing.", name), node
                )
        for name in FIGURES:
            if node.get(name) and not is_number(node.get(name)):
                self._raise_view_error(
                    self.env._("Bubbles: “%s” has to be a number.", name), node
                )

    def _kam_check_bubble_field(self, node, model, attribute, name):
        """The field is there and of a kind that fits."""
        field = model._fields.get(name)
        if not field:
            self._raise_view_error(
                self.env._(
                    "Bubbles: the field “%(field)s” of “%(attribute)s” does not exist "
                    "in %(model)s.",
                    field=name,
                    attribute=attribute,
                    model=model._name,
                ),
                node,
            )
        kinds = FIELDS.get(attribute, NUMBERS)
        if field.type not in kinds:
            self._raise_view_error(
                self.env._(
                    "Bubbles: “%(attribute)s” cannot be the field “%(field)s”; "
                    "it has to be of one of the kinds %(kinds)s.",
                    attribute=attribute,
                    field=name,
                    kinds=sorted(kinds),
                ),
                node,
            )
        color = node.get("color_field")
        if attribute == "color" and color:
            comodel = self.env[field.comodel_name] if field.comodel_name else None
            if comodel is None or color not in comodel._fields:
                self._raise_view_error(
                    self.env._(
                        "Bubbles: “%(field)s” has no field “%(color)s” that could be "
                        "its color.",
                        field=name,
                        color=color,
                    ),
                    node,
                )

    def _kam_check_bubble_opening(self, node, model):
        """A click can run a public method of the record."""
        action = node.get("action")
        if action and (action.startswith("_") or not hasattr(type(model), action)):
            self._raise_view_error(
                self.env._(
                    "Bubbles: %(model)s has no action “%(action)s”.",
                    model=model._name,
                    action=action,
                ),
                node,
            )

    def _kam_check_bubble_child(self, child):
        """Only fields, quadrants with a place and a name, and the unknown ones."""
        if child.tag not in ("field", "quadrant", "unknown"):
            self._raise_view_error(
                self.env._(
                    "Bubbles hold field, quadrant and unknown, not “%s”.", child.tag
                ),
                child,
            )
        if child.tag == "quadrant" and (
            not {child.get("x"), child.get("y")} <= {"high", "low"}
            or not child.get("string")
        ):
            self._raise_view_error(
                self.env._(
                    "Bubbles: a quadrant has x and y, each “high” or “low”, and a name "
                    "(string)."
                ),
                child,
            )
