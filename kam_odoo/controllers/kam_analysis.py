import os
import tempfile

from werkzeug.wsgi import wrap_file

from odoo.http import Controller, content_disposition, request, route

from ..tools.excel import file_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class KamAnalysisController(Controller):
    """Downloads of an analysis."""

    @route(
        "/kam_odoo/analysis/<int:analysis_id>/workbook",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def workbook(self, analysis_id):
        """The Excel workbook of a finished analysis, as the user may see it.

        One that the user may not read is not found, like one that does not exist.
        """
        analysis = (
            request.env["kam.analysis"]
            .with_context(active_test=False)
            .search([("id", "=", analysis_id)])
        )
        if not analysis:
            raise request.not_found()
        # Without a name in the file system: gone when sent, or when the server dies.
        target = tempfile.TemporaryFile(prefix="kam_xlsx_")
        try:
            request.env["kam.analysis.xlsx"]._write(analysis, target)
            size = target.seek(0, os.SEEK_END)
            target.seek(0)
        except BaseException:
            target.close()
            raise
        response = request.make_response(
            wrap_file(request.httprequest.environ, target),
            [
                ("Content-Type", XLSX),
                ("Content-Length", size),
                (
                    "Content-Disposition",
                    content_disposition(file_name(analysis.display_name)),
                ),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        response.direct_passthrough = True
        response.call_on_close(target.close)
        return response
