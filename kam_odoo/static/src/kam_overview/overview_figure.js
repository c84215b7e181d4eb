import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatAmount, formatPercent } from "../kam_common/kam_common";
import { HEIGHT, monthBars, WIDTH } from "./month_bars";

/**
 * One amount of the last 12 complete months, against the 12 before, with 24 months as
 * bars. A table for screen readers says what the bars show.
 */
export class KamOverviewFigure extends Component {
    static template = "kam_odoo.KamOverviewFigure";
    static props = {
        name: String,
        label: String,
        title: String,
        note: { type: String, optional: true },
        sales: Object,
        open: { type: [Function, Boolean], optional: true },
    };

    setup() {
        this.width = WIDTH;
        this.height = HEIGHT;
    }

    amount(value) {
        return formatAmount(value, this.props.sales.currency);
    }

    get value() {
        return this.amount(this.props.sales[this.props.name]);
    }

    get picture() {
        return monthBars(this.props.sales.months.map((month) => month[this.props.name]));
    }

    monthTitle(index) {
        const month = this.props.sales.months[index];
        return `${month.label}: ${this.amount(month[this.props.name])}`;
    }

    get pictureLabel() {
        const { months } = this.props.sales;
        return _t("%(label)s by month, from %(first)s to %(last)s.", {
            label: this.props.label,
            first: months[0].label,
            last: months[months.length - 1].label,
        });
    }

    /** Change against the 12 months before; nothing to say without any sales then. */
    get change() {
        const now = this.props.sales[this.props.name];
        const before = this.props.sales[`${this.props.name}_before`];
        const title = _t("%s in the 12 months before", this.amount(before));
        if (!(before > 0)) {
            return now > 0 && !before ? { words: _t("new"), style: "text-muted", title } : null;
        }
        const change = now / before - 1;
        const words = `${change > 0 ? "+" : ""}${formatPercent(change, 0)}`;
        if (Math.abs(change) < 0.005) {
            return { words: formatPercent(0, 0), style: "text-muted", title };
        }
        return change > 0
            ? { words, style: "kam_overview_up", icon: "fa-caret-up", title }
            : { words, style: "kam_overview_down", icon: "fa-caret-down", title };
    }
}
