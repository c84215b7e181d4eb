import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/**
 * Roles that nobody has, above a list or a chart of stakeholders: of one account with a button each
 * that adds somebody; of all accounts as a count that leads to them.
 */
export class KamPeopleGaps extends Component {
    static template = "kam_odoo.KamPeopleGaps";
    static props = { accountId: { type: [Number, Boolean], optional: true }, bus: Object };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ gaps: [], accounts: 0 });
        onWillStart(() => this.load());
        onWillUpdateProps((next) => this.load(next.accountId));
        useBus(this.props.bus, "update", () => this.load());
    }

    async load(accountId = this.props.accountId) {
        if (accountId) {
            const [account] = await this.orm.webRead("res.partner", [accountId], {
                specification: { kam_missing_role_ids: { fields: { name: {} } } },
            });
            this.state.gaps = account?.kam_missing_role_ids || [];
        } else {
            this.state.accounts = await this.orm.searchCount("res.partner", this.domain);
        }
    }

    get domain() {
        return [
            ["kam_missing_role_ids", "!=", false],
            ["kam_team_user_ids", "in", [user.userId]],
        ];
    }

    get accountsLabel() {
        return this.state.accounts === 1
            ? _t("At 1 of your accounts a role has nobody")
            : _t("At %s of your accounts a role has nobody", this.state.accounts);
    }

    gapLabel(gap) {
        return _t("No %s known", gap.name.toLocaleLowerCase());
    }

    async add(gap) {
        const action = await this.orm.call("res.partner", "action_kam_add_stakeholder", [
            [this.props.accountId],
            gap.id,
        ]);
        await this.action.doAction(action, {
            onClose: () => this.action.doAction({ type: "ir.actions.client", tag: "soft_reload" }),
        });
    }

    openAccounts() {
        this.action.doAction("kam_odoo.kam_account_action", {
            additionalContext: { search_default_missing_roles: 1, search_default_my_team: 1 },
        });
    }
}

/** A controller whose template shows the gaps above its records. */
export function withGaps(Controller, template) {
    return class extends Controller {
        static template = template;
        static components = { ...Controller.components, KamPeopleGaps };

        get accountId() {
            return this.props.context.kam_account_id || false;
        }
    };
}

registry.category("views").add("kam_people_list", {
    ...listView,
    Controller: withGaps(ListController, "kam_odoo.KamPeopleList"),
});
registry.category("views").add("kam_people_kanban", {
    ...kanbanView,
    Controller: withGaps(KanbanController, "kam_odoo.KamPeopleKanban"),
});
