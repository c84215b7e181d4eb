import { Component, onWillStart, onWillUpdateProps, toRaw, useState } from "@odoo/owl";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Whom the assessor names as a candidate and why. Each nomination is saved at once;
 * suggestions are taken over with one click.
 */
export class KamNominationsWidget extends Component {
    static template = "kam_odoo.KamNominationsWidget";
    static components = { RecordSelector };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.domain = [
            ["kam_is_account", "=", true],
            ["is_company", "=", true],
        ];
        this.state = useState({ data: null, partnerId: false, reason: "" });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(async ({ record }) => {
            if (toRaw(record) !== toRaw(this.props.record)) {
                await this.load(record.resId);
            }
        });
    }

    async load(resId = this.props.record.resId) {
        this.resId = resId;
        this.state.data = resId
            ? await this.orm.call("kam.assessment", "get_nominations", [[resId]])
            : null;
    }

    /** Customers that are not on the list yet. */
    get freeDomain() {
        const ids = this.state.data.nominations.map(({ partner_id }) => partner_id);
        return [...this.domain, ["id", "not in", ids]];
    }

    get canAdd() {
        return Boolean(this.state.partnerId && this.state.reason.trim());
    }

    onCustomer(partnerId) {
        this.state.partnerId = partnerId;
    }

    async onReasonKeydown(ev) {
        if (ev.key === "Enter" && this.canAdd) {
            ev.preventDefault();
            await this.addChosen();
        }
    }

    async addChosen() {
        const { partnerId, reason } = this.state;
        await this.add(partnerId, reason.trim());
        Object.assign(this.state, { partnerId: false, reason: "" });
    }

    /** Also where it fails: the list is then what the server has. */
    async change(method, args) {
        try {
            await this.orm.call("kam.nomination", method, args);
        } finally {
            await this.load();
        }
    }

    add(partnerId, reason) {
        return this.change("create", [
            [{ assessment_id: this.resId, partner_id: partnerId, reason }],
        ]);
    }

    remove({ id }) {
        return this.change("unlink", [[id]]);
    }

    async onReason(nomination, ev) {
        const reason = ev.target.value.trim();
        if (reason && reason !== nomination.reason) {
            await this.change("write", [[nomination.id], { reason }]);
        } else {
            ev.target.value = nomination.reason;
        }
    }
}

export const kamNominationsWidget = { component: KamNominationsWidget };

registry.category("view_widgets").add("kam_nominations", kamNominationsWidget);
