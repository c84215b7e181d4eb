import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent } from "../kam_common/kam_common";

// Where the sliders end; a greater weight widens all of them.
const SCALE = 50;

const number = (value) => formatFloat(value, { digits: [16, value % 1 ? 1 : 0] });

/**
 * Weights of all criteria as sliders, by axis, with their sum and each one's part of
 * it. The records are the lines of a weighing; each change is one of the form's, so
 * what hangs on the weights follows at once.
 */
export class KamWeightsField extends Component {
    static template = "kam_odoo.KamWeightsField";
    static props = { ...standardFieldProps };

    setup() {
        this.number = number;
    }

    get lines() {
        return this.props.record.data[this.props.name].records;
    }

    get scale() {
        return Math.max(SCALE, ...this.lines.map((line) => line.data.weight));
    }

    get part() {
        return this.props.record.data.weight_attractiveness;
    }

    get axes() {
        const axes = [
            { key: "attractiveness", label: _t("Attractiveness"), part: this.part },
            { key: "strength", label: _t("Our strength"), part: 1 - this.part },
        ];
        return axes.map((axis) => {
            const lines = this.lines.filter((line) => line.data.axis === axis.key);
            const sum = lines.reduce((total, line) => total + line.data.weight, 0);
            return {
                ...axis,
                part: formatPercent(axis.part, 0),
                sum: number(sum),
                rows: lines.map((line) => ({
                    line,
                    id: line.id,
                    name: line.data.criterion_id.display_name,
                    weight: line.data.weight,
                    share: sum ? formatPercent(line.data.weight / sum, 0) : "",
                    changed: line.data.weight !== line.data.current_weight,
                    now: number(line.data.current_weight),
                })),
            };
        });
    }

    /** What a slider or a number field says; nonsense leaves the weight as it is. */
    async setWeight(line, ev) {
        const weight = Number(ev.target.value);
        if (Number.isFinite(weight) && weight >= 0 && ev.target.value !== "") {
            await line.update({ weight });
        } else {
            ev.target.value = line.data.weight;
        }
    }

    async setPart(ev) {
        await this.props.record.update({
            weight_attractiveness: Number(ev.target.value) / 100,
        });
    }
}

export const kamWeightsField = {
    component: KamWeightsField,
    displayName: _t("Weights"),
    supportedTypes: ["one2many"],
    useSubView: true,
    fieldDependencies: [{ name: "weight_attractiveness", type: "float" }],
};

registry.category("fields").add("kam_weights", kamWeightsField);
