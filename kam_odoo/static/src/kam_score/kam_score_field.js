import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent, UNKNOWN } from "../kam_common/kam_common";

/** A mark or a score with one decimal; "–" where it is unknown. */
export function formatScore(value) {
    return value === false || value === null || value === undefined
        ? UNKNOWN
        : formatFloat(value, { digits: [16, 1] });
}

/**
 * Why an account has its score: each criterion with its mark as a bar, its weight, and
 * where the mark comes from.
 */
export class KamScoreField extends Component {
    static template = "kam_odoo.KamScoreField";
    static props = { ...standardFieldProps };

    setup() {
        this.formatScore = formatScore;
        this.formatPercent = formatPercent;
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    get coverage() {
        return _t("%s of the weight is known.", formatPercent(this.data.coverage, 0));
    }

    weight(row) {
        return formatFloat(row.weight, { digits: [16, row.weight % 1 ? 1 : 0] });
    }

    isKnown(row) {
        return row.mark !== false && row.mark !== null;
    }

    /** Width and colour of the bar: from weak to good, never by colour alone. */
    bar(row) {
        const style = row.mark >= 6.7 ? "bg-success" : row.mark >= 4 ? "bg-info" : "bg-warning";
        return { style, width: `width: ${Math.max(row.mark * 10, 2)}%` };
    }

    partLabel(axis) {
        return _t("counts %s", formatPercent(axis.part, 0));
    }
}

export const kamScoreField = {
    component: KamScoreField,
    displayName: _t("Why this score"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("kam_score", kamScoreField);
