from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# Whose level answers whose: their board our board, and so on.
LEVEL = [
    ("board", "Board"),
    ("management", "Management"),
    ("specialist", "Specialist"),
    ("operations", "Operations"),
]


class KamAccountRelation(models.AbstractModel):
    """People and firms around an account: they go where the account goes.

    When the account gets a group above it, or is merged with another, its stakeholders,
    its team and its market players come to the account that is left. Who would be there
    twice is made one (``_absorb``), so nothing that somebody has noted is lost.
    """

    _name = "kam.account.relation"
    _inherit = ["kam.place.guard"]
    _description = "Relation of an Account"
    _kam_place = ("partner_id",)

    # What makes two rows of one account the same.
    _kam_same = ()

    partner_id = fields.Many2one(
        "res.partner",
        string="Account",
        required=True,
        domain=[("kam_is_account", "=", True)],
        index=True,
        ondelete="cascade",
    )

    @api.constrains("partner_id")
    def _check_partner(self):
        for relation in self:
            account = relation.partner_id.sudo()
            if not account.kam_is_account:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” belongs to the account “%(account)s”: enter it "
                        "there.",
                        contact=account.display_name,
                        account=account.kam_account_id.display_name,
                    )
                )

    def _message_add_suggested_recipients(self, force_primary_email=False):
        """No message goes to the customer unasked: what is noted here is about them,
        and Odoo would propose the account and the person as those to write to."""
        return {
            relation.id: {"email_to_lst": [], "partners": self.env["res.partner"]}
            for relation in self
        }

    @api.model
    def _models(self):
        """All kinds of relations."""
        return [
            self.env[name]
            for name in self.env.registry.descendants([self._name], "_inherit")
            if not self.env[name]._abstract
        ]

    @api.model
    def _follow_accounts(self, contacts=None):
        """Move what hangs on a contact that is an account no longer.

        :param contacts: res.partner whose place has changed: who has lost an account
            by that is part of theirs now; all contacts by default
        :return: number of rows moved
        """
        moved = 0
        stray = Domain("partner_id.kam_is_account", "=", False)
        if contacts is not None:
            stray &= Domain(
                "partner_id.kam_account_id", "in", contacts.sudo().kam_account_id.ids
            )
        for relations in self._models():
            lost = relations.sudo().with_context(active_test=False).search(stray)
            moved += len(lost)
            for account, rows in lost.grouped(
                lambda row: row.partner_id.kam_account_id
            ).items():
                rows._move_to(account)
        return moved

    def _move_to(self, account):
        """Bring the rows to another account, together with what is there already."""
        there = self.with_context(active_test=False).search(
            [("partner_id", "=", account.id), ("id", "not in", self.ids)]
        )
        left = self - self._unite(there + self)
        if left:
            # By SQL: who has left since stays, though he is not of the account.
            self.flush_model()
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET partner_id = %s WHERE id IN %s",
                    SQL.identifier(self._table),
                    account.id,
                    left._ids,
                )
            )
            self.env.invalidate_all()

    @api.model
    def _merge_contacts(self, sources, destination):
        """Before contacts become one: make one of the rows that would be the same.

        Odoo would find two in the way of a rule of the database, and delete one with
        all that was noted there.
        """
        for relations in self._models():
            relations._merge_own_contacts(sources, destination)

    @api.model
    def _merge_own_contacts(self, sources, destination):
        """``_merge_contacts`` for one kind of relation."""
        names = ("partner_id", *self._kam_same)
        contacts = [
            name for name in names if self._fields[name].comodel_name == "res.partner"
        ]
        merged = (sources + destination).ids
        rows = (
            self.sudo()
            .with_context(active_test=False)
            .search(Domain.OR(Domain(name, "in", merged) for name in contacts))
            # what is at the destination stays
            .sorted(lambda row: any(row[name] in sources for name in contacts))
        )

        def replaced(row):
            return row._same_key() and tuple(
                destination.id
                if name in contacts and row[name] in sources
                else row[name].id
                for name in names
            )

        rows._unite(rows, replaced)

    def _same_key(self):
        """Rows with the same key are about the same; None: like no other."""
        self.ensure_one()
        return tuple(self[name].id for name in self._kam_same)

    def _unite(self, rows, key_of=None):
        """Make one of those that are the same.

        :param rows: in order: the first of the same stays
        :param key_of: function row → key, by default ``_same_key``
        :return: rows that are gone
        """
        gone = self.browse()
        for key, same in rows.grouped(key_of or (lambda row: row._same_key())).items():
            if key and len(same) > 1:
                same[0]._absorb(same[1:])
                gone += same[1:]
        gone.unlink()
        return gone

    def _absorb(self, others):
        """Take over what the others hold; they are deleted after it."""
        self.ensure_one()
