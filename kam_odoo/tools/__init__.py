"""Pure calculation, free of Odoo: every function here is doctested."""
