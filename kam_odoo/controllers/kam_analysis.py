from odoo.http import Controller


class KamAnalysisController(Controller):
    """Downloads of an analysis."""
