import { Component, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { formatFloat } from "@web/core/utils/numbers";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatAmount, formatPercent, UNKNOWN } from "../kam_common/kam_common";

const RETENTION = {
    active: { words: () => _t("Active"), style: "text-bg-success" },
    due: { words: () => _t("Due"), style: "text-bg-info" },
    at_risk: { words: () => _t("At risk"), style: "text-bg-warning" },
    lost: { words: () => _t("Lost"), style: "text-bg-danger" },
};
const CLASS_STYLES = {
    a: "text-bg-success",
    x: "text-bg-success",
    b: "text-bg-info",
    y: "text-bg-info",
};

/**
 * What Odoo knows about an account: now, and as it was when the plan was approved and
 * closed. A click opens the record behind a line.
 */
export class KamKnownField extends Component {
    static template = "kam_odoo.KamKnownField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.choice = useState({ key: null });
    }

    /** The moments there is something to show of, the one shown first in front. */
    get moments() {
        const data = this.props.record.data;
        const moments = [
            { key: "now", label: _t("Now"), known: data[this.props.name] },
            {
                key: "closed",
                label: _t("When the plan was closed"),
                known: data.snapshot_closed,
            },
            {
                key: "approved",
                label: _t("When the plan was approved"),
                known: data.snapshot_approved,
            },
        ];
        return moments.filter((moment) => moment.known);
    }

    get moment() {
        return this.moments.find((moment) => moment.key === this.choice.key) || this.moments[0];
    }

    get known() {
        return this.moment.known;
    }

    amount(value) {
        return formatAmount(value, this.known.currency_id);
    }

    percent(value) {
        return formatPercent(value, 0);
    }

    number(value, decimals = 0) {
        return value === false || value === null || value === undefined
            ? UNKNOWN
            : formatFloat(value, { digits: [16, decimals] });
    }

    day(value) {
        return value ? formatDate(deserializeDate(value)) : UNKNOWN;
    }

    /** Change in words with its colour; unknown where there was nothing before. */
    change(now, before) {
        if (!(before > 0)) {
            return { words: now > 0 ? _t("new") : UNKNOWN, style: "text-muted" };
        }
        const change = now / before - 1;
        const words = `${change > 0 ? "+" : ""}${formatPercent(change, 0)}`;
        if (Math.abs(change) < 0.005) {
            return { words: formatPercent(0, 0), style: "text-muted" };
        }
        return { words, style: change > 0 ? "text-success" : "text-danger" };
    }

    get marginRate() {
        const sales = this.known.sales;
        return sales && sales.revenue > 0 ? sales.margin / sales.revenue : false;
    }

    /** Width of a category's bar, relative to the largest amount shown. */
    barWidth(value) {
        const rows = this.known.sales.categories;
        const largest = Math.max(...rows.flatMap((row) => [row.revenue, row.revenue_before]));
        return `${largest > 0 ? Math.max(0, Math.round((value / largest) * 100)) : 0}%`;
    }

    get badges() {
        const standing = this.known.standing;
        const badges = [];
        for (const key of ["abc", "xyz"]) {
            if (standing[key]) {
                badges.push({
                    key,
                    words: _t("Class %s", standing[key].toUpperCase()),
                    style: CLASS_STYLES[standing[key]] || "text-bg-light",
                });
            }
        }
        if (standing.retention) {
            const retention = RETENTION[standing.retention];
            badges.push({ key: "r", words: retention.words(), style: retention.style });
        }
        return badges;
    }

    get intervalWords() {
        const days = this.number(this.known.standing.median_interval);
        return days === "1" ? _t("usually every day") : _t("usually every %s days", days);
    }

    get othersWords() {
        const { count } = this.known.sales.others;
        return count === 1 ? _t("1 more category") : _t("%s more categories", count);
    }

    get delayWords() {
        const { delay, settled } = this.known.payment;
        if (delay === false) {
            return _t("No invoice was settled in the last 12 months");
        }
        if (delay <= 0.5) {
            return _t("Paid in time on average (invoices: %s)", settled);
        }
        const days = this.number(delay, 0);
        return days === "1"
            ? _t("Paid one day late on average (invoices: %s)", settled)
            : _t("Paid %(days)s days late on average (invoices: %(count)s)", {
                  days,
                  count: settled,
              });
    }

    /** Who may read a figure may not always read what it counts. */
    async show(action) {
        const { res_id: id, res_model: model } = action;
        if (await user.checkAccessRight(model, "read", id ? [id] : [])) {
            return this.action.doAction(action);
        }
        this.notification.add(_t("You see the figure, but may not open what it counts."), {
            type: "warning",
        });
    }

    open(model, id) {
        return this.show({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** The order lines behind the year's figures, of one category or of all. */
    async openLines(row) {
        const { orm, props, known } = this;
        const action = await orm.call("kam.plan", "action_open_sold", [props.record.resId], {
            date_from: known.sales.date_from,
            date_to: known.sales.date_to,
            categ_id: row ? row.id : null,
        });
        return this.show(action);
    }
}

export const kamKnownField = {
    component: KamKnownField,
    displayName: _t("What we know about an account"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "snapshot_approved", type: "json", readonly: true },
        { name: "snapshot_closed", type: "json", readonly: true },
    ],
    isEmpty: () => false,
};

registry.category("fields").add("kam_known", kamKnownField);
