from .health_common import HealthCommon


class NetworkCommon(HealthCommon):
    """A graph drawn by hand, of 90 days.

        Berta (boss) ── Matej (kam_user), 6 days          level 3
        Ana          ── Matej, 2 days                     level 1
        Ana          ── member, 3 days                    level 2
        Cyril        ── member, 1 day                     level 1
        Dora         nobody; the sponsor should know her

    Without Matej, Berta knows nobody of us; without the member, Cyril. Without Berta,
    Ana is left for Matej; without Cyril and Ana, nobody is left for the member.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._user("kam_member", "base.group_user")
        cls.env["kam.team.member"].create(
            {
                "partner_id": cls.account.id,
                "user_id": cls.member.id,
                "level": "operations",
                "date_from": "2024-01-01",
            }
        )
        cls.stranger = cls._user("kam_stranger", "kam_odoo.group_kam_user")
        cls.boss = cls._stakeholder(
            cls.boss_contact, "decision_maker", influence="3", level="board"
        )
        cls.ana = cls._stakeholder(cls.person, "user", influence="2")
        cls.cyril = cls._stakeholder(cls._one("Cyril"), "user", influence="1")
        cls.dora = cls._stakeholder(cls._one("Dora"), "sponsor", influence="2")
        cls.env["kam.relation"].create(
            {"stakeholder_id": cls.dora.id, "user_id": cls.sponsor.id, "wished": "2"}
        )

    @classmethod
    def _one(cls, name):
        return cls._account(name, parent=cls.account, is_company=False)

    def setUp(self):
        super().setUp()
        for days in (1, 8, 15, 22, 29, 36):
            self._met(days, self.kam_user, person=self.boss_contact)
        for days in (10, 50):
            self._met(days, self.kam_user)
        for days in (5, 25, 45):
            self._call(self.person, self.member, days)
        self._call(self.cyril.contact_id, self.member, 60)
        # longer ago than 90 days, another company, and declined: none of them counts
        self._met(95, self.sponsor, person=self.dora.contact_id)
        self._met(5, self.other_user, person=self.dora.contact_id)
        self._met(
            5, self.sponsor, person=self.dora.contact_id
        ).attendee_ids.state = "declined"

    def _network(self, user=None):
        self.env.invalidate_all()
        account = self.account.with_user(user or self.kam_user)
        return account.with_company(self.company_a).kam_network

    def _cells(self, user=None):
        data = self._network(user)
        people = {one["id"]: one["name"] for one in data["people"]}
        ours = {one["id"]: one["name"] for one in data["colleagues"]}
        return {
            (people[cell["stakeholder"]], ours[cell["user"]]): cell
            for cell in data["cells"]
        }
