from .people_common import PeopleCommon


class OverviewCommon(PeopleCommon):
    """The cards of the account's page (D3)."""

    def _known(self, user=None, account=None, companies=None):
        """What the page shows to a user, read anew."""
        account = (account or self.account).with_user(user or self.kam_user)
        companies = companies or user or self.kam_user
        self.env.invalidate_all()
        if companies._name == "res.company":
            account = account.with_context(allowed_company_ids=companies.ids)
        return account.kam_overview
