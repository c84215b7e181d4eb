def migrate(cr, version):
    """Let the next run fill the new table of sales months from all orders.

    Until then a draft says that the sales have not been read yet, instead of showing
    nobody.
    """
    cr.execute("UPDATE res_company SET kam_facts_from = NULL")
