import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent } from "../kam_common/kam_common";

/**
 * A fraction shown in percent, and "–" where it is unknown. For reading only: Odoo's
 * own percentage widget, made for editing, turns unknown into 0 %.
 */
export class KamPercentField extends Component {
    static template = "kam_odoo.KamPercentField";
    static props = {
        ...standardFieldProps,
        decimals: { type: Number, optional: true },
        tooltip: { type: String, optional: true },
    };
    static defaultProps = { decimals: 1 };

    get formattedValue() {
        return formatPercent(this.props.record.data[this.props.name], this.props.decimals);
    }
}

export const kamPercentField = {
    component: KamPercentField,
    displayName: _t("Percentage, or unknown"),
    supportedTypes: ["float"],
    supportedOptions: [
        { label: _t("Decimals"), name: "decimals", type: "number" },
        { label: _t("Tooltip"), name: "tooltip", type: "string" },
    ],
    isEmpty: () => false,
    extractProps: ({ options }) => ({
        decimals: options.decimals,
        tooltip: options.tooltip,
    }),
};

registry.category("fields").add("kam_percent", kamPercentField);

// Totals of lists and the cells of pivots and graphs name the widget and use these.
export const formatKamPercent = (value, options = {}) => formatPercent(value, options.decimals);
formatKamPercent.extractOptions = ({ options }) => ({ decimals: options.decimals });
registry.category("formatters").add("kam_percent", formatKamPercent);
