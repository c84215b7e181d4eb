import io

from odoo import models
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

# Reports with a cover and numbered pages.
NUMBERED = {"kam_odoo.report_plan", "kam_odoo.report_review"}


class IrActionsReport(models.Model):
    """Page numbers that every wkhtmltopdf has.

    The one that Debian ships knows no footer and takes one document at a time. So the
    reports of this addon are made one by one, and the numbers are stamped on them.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.report_name not in NUMBERED or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        streams = {}
        for res_id in dict.fromkeys(res_ids):
            made = super()._render_qweb_pdf_prepare_streams(
                report_ref, dict(data or {}), res_ids=[res_id]
            )
            for known in made.values():
                known["stream"] = self._kam_number_pages(known["stream"])
            streams.update(made)
        return streams

    def _get_layout(self):
        """A sheet that carries its own style, so that nothing is fetched to print."""
        if self and self.report_name in NUMBERED:
            return self.env.ref("kam_odoo.report_sheet")
        return super()._get_layout()

    def _kam_number_pages(self, stream):
        """Write “2 / 9” at the foot of each page but the cover.

        :param stream: PDF as a binary stream
        :return: stream of the numbered one
        """
        # as Odoo does: it takes a while to load
        from reportlab.pdfgen import canvas

        document = PdfFileReader(stream, strict=False)
        count = document.getNumPages()
        packet = io.BytesIO()
        paper = canvas.Canvas(packet)
        for number in range(count):
            box = document.getPage(number).mediaBox
            width, height = float(box.getWidth()), float(box.getHeight())
            paper.setPageSize((width, height))
            if number:
                paper.setFont("Helvetica", 8)
                paper.setFillGray(0.45)
                paper.drawCentredString(width / 2, 20, f"{number + 1} / {count}")
            paper.showPage()
        paper.save()
        numbers = PdfFileReader(packet)
        result = PdfFileWriter()
        for number in range(count):
            # first into the writer: newer versions of the library insist on it
            result.addPage(document.getPage(number))
            result.getPage(number).mergePage(numbers.getPage(number))
        output = io.BytesIO()
        result.write(output)
        return output
