import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent, UNKNOWN } from "../kam_common/kam_common";

const GOOD = "text-success";
const NOTICE = "text-warning";
const WARNING = "text-danger";

/**
 * What a figure means, by the limits the analysis was run with.
 *
 * Each reading takes the value and the limits, and returns the words and their colour.
 */
const READINGS = {
    hhi(value, limits) {
        if (value >= limits.hhi_high) {
            return { words: _t("high: few customers carry the business"), style: WARNING };
        }
        if (value >= limits.hhi_moderate) {
            return { words: _t("moderate"), style: NOTICE };
        }
        return { words: _t("low: spread over many customers"), style: GOOD };
    },
    top_share(value, limits) {
        return value >= limits.top_notice
            ? { words: _t("much on few"), style: NOTICE }
            : { words: _t("well spread"), style: GOOD };
    },
    largest_share(value, limits) {
        if (value >= limits.share_warning) {
            return { words: _t("dependence"), style: WARNING };
        }
        return value >= limits.share_notice
            ? { words: _t("notable"), style: NOTICE }
            : { words: "", style: "" };
    },
    key_share(value, limits) {
        const usual = {
            least: formatPercent(limits.key_share_min, 0),
            most: formatPercent(limits.key_share_max, 0),
        };
        if (value < limits.key_share_min) {
            return { words: _t("below the usual %(least)s to %(most)s", usual), style: NOTICE };
        }
        return value > limits.key_share_max
            ? { words: _t("above the usual %(least)s to %(most)s", usual), style: NOTICE }
            : { words: _t("within the usual %(least)s to %(most)s", usual), style: GOOD };
    },
};

/**
 * A header figure of an analysis with its meaning in words. The limits are those the
 * analysis remembers in its parameters, not today's settings.
 */
export class KamFigureField extends Component {
    static template = "kam_odoo.KamFigureField";
    static props = {
        ...standardFieldProps,
        decimals: { type: Number, optional: true },
        percent: { type: Boolean, optional: true },
        reading: { type: String, optional: true },
        zeroIsUnknown: { type: Boolean, optional: true },
    };
    static defaultProps = { decimals: 0, percent: false };

    /** False where it is unknown; a column that cannot be empty says so with a zero. */
    get value() {
        const value = this.props.record.data[this.props.name];
        return this.props.zeroIsUnknown && !value ? false : value;
    }

    get formattedValue() {
        const { decimals, percent } = this.props;
        if (percent) {
            return formatPercent(this.value, decimals);
        }
        return this.value === false ? UNKNOWN : formatFloat(this.value, { digits: [16, decimals] });
    }

    get meaning() {
        const limits = this.props.record.data.parameters;
        const reading = READINGS[this.props.reading];
        return reading && limits && this.value !== false
            ? reading(this.value, limits)
            : { words: "", style: "" };
    }
}

export const kamFigureField = {
    component: KamFigureField,
    displayName: _t("Figure with its meaning"),
    supportedTypes: ["float"],
    fieldDependencies: [{ name: "parameters", type: "json", readonly: true }],
    isEmpty: () => false,
    extractProps: ({ options }) => ({
        decimals: options.decimals,
        percent: options.percent,
        reading: options.reading,
        zeroIsUnknown: options.zero_is_unknown,
    }),
};

registry.category("fields").add("kam_figure", kamFigureField);
