def migrate(cr, version):
    """Drop the index that the customers of an analysis no longer have.

    Odoo leaves indexes alone that it does not know; each slows every run down.
    """
    cr.execute("DROP INDEX IF EXISTS kam_analysis_line_analysis_partner_idx")
