import random
import unicodedata

from odoo import api, models
from odoo.fields import Command

from .accounts import EVERYDAY, PROSPECTS
from .catalog import FUNCTIONS, full_names
from .schedule import SEED
from .stories import STORIES

LETTERS = str.maketrans({"ø": "o", "ł": "l"})


def domain_of(name):
    """A mail domain that can never exist, from the first words of a company's name.

    >>> domain_of("Kvarnsjö Vattenverk AB")
    'kvarnsjo-vattenverk.example'
    """
    # These letters are no base letter with an accent, so they do not decompose.
    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS))
    plain = plain.encode("ascii", "ignore").decode()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return "-".join([word for word in words if len(word) > 2][:2]) + ".example"


def mail_of(name, domain):
    """A person's mail address, given name and family name.

    >>> mail_of("Øyvind Haugland", "fjellstad-nord.example")
    'oyvind.haugland@fjellstad-nord.example'
    """
    return domain_of(name).removesuffix(".example").replace("-", ".") + "@" + domain


class KamDemo(models.AbstractModel):
    """The customers: groups, companies, branches and their people."""

    _inherit = "kam.demo"

    @api.model
    def _make_partners(self):
        """All customers, and their people, in four batches from the top down."""
        tags = self._demo_create(
            "res.partner.category",
            {
                f"tag_{name.lower().replace(' ', '_')}": {"name": name}
                for name in (
                    "Distributor",
                    "End user",
                    "Machine builder",
                    "System integrator",
                )
            },
        )
        tags = {tag.name: tag for tag in tags.values()}
        heads = {}
        apart = {}
        for account in [*STORIES, *EVERYDAY]:
            values = self._account_values(account, tags)
            (apart if account.parent else heads)[account.key] = values
        for key, name, country, city, industry, _kind in PROSPECTS:
            heads[key] = self._company_values(name, country, city, industry)
            heads[key]["user_id"] = self._user("kam_user").id
        partners = self._demo_create("res.partner", heads)
        for account in STORIES:
            if account.parent:
                apart[account.key]["parent_id"] = partners[account.parent].id
        partners |= self._demo_create("res.partner", apart)
        # Members directly below the head first: branches below them come next.
        for direct in (True, False):
            members = {}
            for account in STORIES:
                for key, name, parent, city in account.members:
                    if bool(parent) != direct:
                        values = self._company_values(
                            name, account.country, city, account.industry
                        )
                        values["parent_id"] = partners[parent or account.key].id
                        values["user_id"] = self._user(account.staff).id
                        members[key] = values
            partners |= self._demo_create("res.partner", members)
        self._make_people(partners)
        self._make_foreign_pricelist(partners)

    @api.model
    def _company_values(self, name, country, city, industry):
        """Values every company has."""
        domain = domain_of(name)
        return {
            "name": name,
            "is_company": True,
            "city": city,
            "country_id": self.env.ref(
                "base.uk" if country == "gb" else f"base.{country}"
            ).id,
            "industry_id": self.env.ref(f"base.res_partner_industry_{industry}").id,
            "email": f"info@{domain}",
            "website": f"https://www.{domain}",
        }

    @api.model
    def _account_values(self, account, tags):
        """Values of the head of a group."""
        values = self._company_values(
            account.name, account.country, account.city, account.industry
        )
        values.update(
            user_id=self._user(account.staff).id,
            category_id=[Command.link(tags[account.tag].id)],
        )
        return values

    @api.model
    def _set_programme(self):
        """What the management decided about each customer: status, tier, people."""
        for account in [*STORIES, *EVERYDAY]:
            manager = self._user(account.staff)
            managed = account.status in ("key", "candidate")
            self._demo_ref(account.key).write(
                {
                    "kam_stands_alone": bool(account.parent),
                    "kam_status": account.status,
                    "kam_tier_id": self.env.ref(f"kam_odoo.kam_tier_{account.tier}").id,
                    "kam_type_ids": [
                        Command.set(
                            [self._account_type(kind).id for kind in account.types]
                        )
                    ],
                    "kam_manager_id": manager.id if managed else False,
                    "kam_sponsor_id": self._user(account.sponsor).id,
                }
            )
        for key, _name, _country, _city, _industry, kind in PROSPECTS:
            self._demo_ref(key).write(
                {
                    "kam_status": "prospect",
                    "kam_type_ids": [Command.set(self._account_type(kind).ids)],
                    "kam_manager_id": self._user("kam_user").id,
                }
            )

    @api.model
    def _account_type(self, kind):
        """An account type of the addon."""
        return self.env.ref(f"kam_odoo.kam_account_type_{kind}")

    @api.model
    def _make_people(self, partners):
        """One to three people at each company, more where the account is key."""
        rng = random.Random(f"{SEED}-people")
        described = {account.key: account for account in [*STORIES, *EVERYDAY]}
        names = {}
        people = {}
        for key, partner in partners.items():
            country = partner.country_id.code.lower()
            if country not in names:
                names[country] = full_names(country)
            account = described.get(key)
            large = not account or account.status == "key"
            count = rng.choice((2, 3, 3) if large else (1, 1, 2))
            # Small firms have no chief financial officer.
            small = account and account.tier == "standard"
            functions = FUNCTIONS[:3] if small else FUNCTIONS
            for position in range(count):
                if not names[country]:
                    break
                name = names[country].pop(0)
                people[f"{key}_person_{position + 1}"] = {
                    "name": name,
                    "parent_id": partner.id,
                    "function": functions[(position + len(key)) % len(functions)],
                    "email": mail_of(name, domain_of(partner.name)),
                }
        self._demo_create("res.partner", people)

    @api.model
    def _make_foreign_pricelist(self, partners):
        """Customers who pay the main company in the second currency get a pricelist.

        It is tied to their country, or Odoo would offer it to everybody as soon as
        somebody switches pricelists on.
        """
        main, second = self._companies()
        foreign = [partners[account.key] for account in STORIES if account.foreign]
        countries = self._demo_create(
            "res.country.group",
            {
                "countries": {
                    "name": f"Export in {second.currency_id.name}",
                    "country_ids": [
                        Command.link(partner.country_id.id) for partner in foreign
                    ],
                }
            },
        )["countries"]
        pricelist = self._demo_create(
            "product.pricelist",
            {
                "pricelist": {
                    "name": f"Export ({second.currency_id.name})",
                    "currency_id": second.currency_id.id,
                    "company_id": main.id,
                    "country_group_ids": [Command.link(countries.id)],
                }
            },
        )["pricelist"]
        for partner in foreign:
            partner.with_company(main).specific_property_product_pricelist = pricelist
