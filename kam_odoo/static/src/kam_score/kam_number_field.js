import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatScore } from "./kam_score_field";

/** A score or a number for reading, and "–" where it is unknown. */
export class KamNumberField extends Component {
    static template = "kam_odoo.KamPercentField";
    static props = { ...standardFieldProps, tooltip: { type: String, optional: true } };

    get formattedValue() {
        return formatScore(this.props.record.data[this.props.name]);
    }
}

export const kamNumberField = {
    component: KamNumberField,
    displayName: _t("Number, or unknown"),
    supportedTypes: ["float"],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ tooltip: options.tooltip }),
};

registry.category("fields").add("kam_number", kamNumberField);

// Totals of lists name the widget and use these.
export const formatKamNumber = (value) => formatScore(value);
registry.category("formatters").add("kam_number", formatKamNumber);
