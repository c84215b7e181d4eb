"""Numbers that may be unknown.

Odoo reads an empty number column as 0. A growth rate or a forecast without enough
history is not 0 but unknown (METHODS, first paragraph), so these fields keep the
empty column apart: ``False`` in Python and over RPC, an empty cell in lists and
exports, ignored by averages and sums.
"""

from odoo import fields


class _Unknown:
    """Mixin of a number field whose empty column means *unknown*, never 0."""

    falsy_value = None

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_cache(value, record, validate)

    def convert_to_column(self, value, record, values=None, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_column_insert(value, record, values, validate)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_read(self, value, record, use_display_name=True):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is None or value is False else value


class FloatOrUnknown(_Unknown, fields.Float):
    """Float without a value is unknown."""


class MonetaryOrUnknown(_Unknown, fields.Monetary):
    """Amount without a value is unknown."""


class RatingOrUnknown(_Unknown, fields.Integer):
    """A mark on a scale that starts at 1: zero is nothing estimated, thus unknown."""

    def convert_to_cache(self, value, record, validate=True):
        return super().convert_to_cache(value or None, record, validate)

    def convert_to_column(self, value, record, values=None, validate=True):
        return super().convert_to_column(value or None, record, values, validate)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        return super().convert_to_column_insert(value or None, record, values, validate)


class IntegerOrUnknown(_Unknown, fields.Integer):
    """Whole number without a value is unknown."""


def filled_in(compute):
    """Parameters of a window's field that is filled in and can be changed.

    Computed under the rights of whoever opened the window, which stored fields are not
    unless they say so.
    """
    return {
        "compute": compute,
        "compute_sudo": False,
        "store": True,
        "readonly": False,
    }
