/* global Chart */

import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import {
    customersAction,
    formatAmount,
    formatPercent,
    pictureColors,
    unclassifiedLabel,
} from "../kam_common/kam_common";
import { paretoConfig, whaleConfig } from "./kam_chart_config";
import {
    barDomain,
    barLabel,
    customersLabel,
    paretoWords,
    whaleCurve,
    whaleWords,
} from "./kam_curves";

/**
 * The Pareto and the whale curve of an analysis. Every bar and point opens its
 * customers; the same figures stand in a table for those who do not see the chart.
 */
export class KamParetoField extends Component {
    static template = "kam_odoo.KamParetoField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.ui = useService("ui");
        this.state = useState({ curve: "pareto" });
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvas.el) {
                    return;
                }
                const chart = new Chart(this.canvas.el, this.config);
                return () => chart.destroy();
            },
            () => [
                this.canvas.el,
                this.state.curve,
                this.ui.isSmall,
                JSON.stringify([this.data, this.limits]),
            ],
        );
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    get isWhale() {
        return this.state.curve === "whale";
    }

    get bars() {
        return (this.isWhale ? this.data.whale : this.data.bars) || [];
    }

    get message() {
        if (this.data.message) {
            return this.data.message;
        }
        return this.bars.length ? "" : _t("There are no customers to draw.");
    }

    /** Some of the customers are not the reader's, so the curve is not the whole. */
    get isPartial() {
        const bars = this.bars;
        const drawn = bars.length ? bars[bars.length - 1].last : 0;
        return !this.data.preview && this.props.record.data.customer_count > drawn;
    }

    /** Where the classes end, if the limits are fixed; computed ones show as colours. */
    get limits() {
        const { abc_method, limit_a, limit_b } = this.props.record.data;
        return abc_method === "share" && !this.isPartial
            ? [
                  { letter: "a", value: limit_a },
                  { letter: "b", value: limit_b },
              ]
            : [];
    }

    get config() {
        const picture = {
            bars: this.bars,
            currencyId: this.data.currency_id,
            label: this.data.measure_label,
            limits: this.limits,
            narrow: this.ui.isSmall,
            onOpen: (index) => this.open(this.bars[index]),
        };
        return this.isWhale ? whaleConfig(picture) : paretoConfig(picture);
    }

    get words() {
        return this.isWhale
            ? whaleWords(this.bars, this.data.currency_id)
            : paretoWords(this.bars, this.data.measure_label.toLowerCase());
    }

    /** Colours of the classes that occur. */
    get legend() {
        const colors = pictureColors();
        return ["a", "b", "c", ""]
            .filter((abc) => this.bars.some((bar) => bar.abc === abc))
            .map((abc) => ({
                key: abc || "none",
                label: abc.toUpperCase() || unclassifiedLabel(),
                style: `background-color: ${colors[abc]}`,
            }));
    }

    get canOpen() {
        return !this.data.preview && Boolean(this.data.analysis_id);
    }

    get tableRows() {
        const { inPercent, values } = whaleCurve(this.bars);
        const currencyId = this.data.currency_id;
        return this.bars.map((bar, index) => ({
            key: bar.first,
            bar,
            label: barLabel(bar),
            customers: bar.customers > 1 ? customersLabel(bar.customers) : "",
            abc: bar.abc.toUpperCase() || unclassifiedLabel(),
            amount: formatAmount(bar.amount, currencyId),
            cumulative: inPercent
                ? formatPercent(values[index])
                : formatAmount(values[index], currencyId),
        }));
    }

    get amountLabel() {
        return this.isWhale ? _t("Profit") : this.data.measure_label;
    }

    open(bar) {
        if (!this.canOpen || !bar) {
            return;
        }
        const column = this.isWhale ? "profit" : this.data.measure;
        const name = _t("Customers: %s", barLabel(bar));
        this.action.doAction(customersAction(name, this.data.analysis_id, barDomain(bar, column)));
    }
}

export const kamParetoField = {
    component: KamParetoField,
    displayName: _t("Pareto and whale curve"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "abc_method", type: "selection" },
        { name: "limit_a", type: "float" },
        { name: "limit_b", type: "float" },
        { name: "customer_count", type: "integer" },
    ],
    isEmpty: () => false,
};

registry.category("fields").add("kam_pareto", kamParetoField);
