from odoo import models


class KamAnalysisXlsx(models.AbstractModel):
    """Excel workbook of a finished analysis."""

    _name = "kam.analysis.xlsx"
    _description = "Customer Analysis Workbook"
