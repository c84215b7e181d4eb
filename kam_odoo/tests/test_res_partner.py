from odoo.tests import tagged

from .common import KamCommon


@tagged("post_install", "-at_install")
class TestResPartner(KamCommon):
    def test_fixture(self):
        alfa, beta = self._account("Alfa"), self._account("Beta")
        self._order(alfa, "2024-02-01", 100, cost=60, qty=4)
        self._order(alfa, "2024-12-31 23:59:59", 50, currency=self.usd)
        self._order(beta, "2024-03-01", 200, company=self.company_b)
        analysis = self._analysis()
        line = self._line(analysis, alfa)
        self.assertRecordValues(line, [{"revenue": 140, "margin": 80, "abc": "a"}])
        both = self._analysis(company_id=False)
        self.assertEqual(both.currency_id, self.eur)
        self.assertEqual(both.total, 300)
