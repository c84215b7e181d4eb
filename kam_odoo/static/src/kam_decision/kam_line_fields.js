import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { UNKNOWN } from "../kam_common/kam_common";

/** How far the assessors are apart, with a warning where they do not agree. */
export class KamSpreadField extends Component {
    static template = "kam_odoo.KamSpreadField";
    static props = { ...standardFieldProps };

    get value() {
        const value = this.props.record.data[this.props.name];
        return value === false ? UNKNOWN : formatFloat(value, { digits: [16, 1] });
    }

    get disputed() {
        return this.props.record.data.disputed;
    }
}

/** The tier of who is key until now, or that it is a challenger. */
export class KamIncumbentField extends Component {
    static template = "kam_odoo.KamIncumbentField";
    static props = { ...standardFieldProps };

    get incumbent() {
        return this.props.record.data[this.props.name];
    }

    get tier() {
        return this.props.record.data.current_tier_id?.display_name || _t("Key account");
    }
}

registry.category("fields").add("kam_spread", {
    component: KamSpreadField,
    displayName: _t("Spread of opinions"),
    supportedTypes: ["float"],
    fieldDependencies: [{ name: "disputed", type: "boolean" }],
    isEmpty: () => false,
});
registry.category("fields").add("kam_incumbent", {
    component: KamIncumbentField,
    displayName: _t("Incumbent or challenger"),
    supportedTypes: ["boolean"],
    fieldDependencies: [{ name: "current_tier_id", type: "many2one", relation: "kam.tier" }],
    isEmpty: () => false,
});
