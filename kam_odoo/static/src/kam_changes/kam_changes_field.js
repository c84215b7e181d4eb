import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KamKnownField, kamKnownField } from "../kam_known/kam_known_field";
import { formatPercent, UNKNOWN } from "../kam_common/kam_common";

const STATUS = {
    on_track: { words: () => _t("On track"), style: "text-bg-success", rank: 2 },
    at_risk: { words: () => _t("At risk"), style: "text-bg-warning", rank: 1 },
    off_track: { words: () => _t("Off track"), style: "text-bg-danger", rank: 0 },
    done: { words: () => _t("Reached"), style: "text-bg-success", rank: 3 },
};
const KINDS = {
    operational: () => _t("Operational"),
    status: () => _t("Status"),
    strategic: () => _t("Strategic"),
    executive: () => _t("Executive"),
};
const RHYTHM = {
    overdue: { words: () => _t("Overdue"), style: "text-bg-danger" },
    never: { words: () => _t("Never yet"), style: "text-bg-danger" },
    soon: { words: () => _t("Due soon"), style: "text-bg-warning" },
    on_time: { words: () => _t("On time"), style: "text-bg-success" },
};
// From best to worst, to tell whether a change is for the better.
const SCALES = {
    abc: ["a", "b", "c"],
    xyz: ["x", "y", "z"],
    retention: ["active", "due", "at_risk", "lost"],
};
const RETENTION = {
    active: () => _t("Active"),
    due: () => _t("Due"),
    at_risk: () => _t("At risk"),
    lost: () => _t("Lost"),
};

/**
 * What changed at an account since the last review; once the review is closed, as it was
 * then. A click on a figure opens the records that it counts.
 */
export class KamChangesField extends KamKnownField {
    static template = "kam_odoo.KamChangesField";

    get known() {
        return this.props.record.data[this.props.name];
    }

    get since() {
        return _t("%(from)s – %(to)s", {
            from: this.day(this.known.date_from),
            to: this.day(this.known.date_to),
        });
    }

    get figures() {
        const sales = this.known.sales;
        const figure = (key, label, format, what) => ({
            key,
            label,
            what,
            now: format(sales[key]),
            before: format(sales[`${key}_before`]),
            change: this.change(sales[key], sales[`${key}_before`]),
        });
        return [
            figure("revenue", _t("Revenue"), (value) => this.amount(value), "sales"),
            figure("margin", _t("Margin"), (value) => this.amount(value), "sales"),
            figure("orders", _t("Orders"), (value) => this.number(value), "orders"),
        ];
    }

    get objectives() {
        return this.known.objectives.map((row) => {
            const now = STATUS[row.status];
            const before = STATUS[row.status_before];
            const moved = now && before ? now.rank - before.rank : 0;
            return {
                ...row,
                badge: now && { words: now.words(), style: now.style },
                before: before && row.status_before !== row.status && before.words(),
                moved: moved > 0 ? "fa-arrow-up text-success" : "fa-arrow-down text-danger",
                progressWords: row.progress === false ? UNKNOWN : formatPercent(row.progress, 0),
                progressBefore:
                    row.progress_before === false || row.progress_before === null
                        ? false
                        : formatPercent(row.progress_before, 0),
            };
        });
    }

    /** Classes that moved first; those that did not are told in one word. */
    get standing() {
        const { before, ...now } = this.known.standing;
        const label = { abc: _t("Class"), xyz: _t("Regularity"), retention: _t("Retention") };
        const words = (key, value) =>
            key === "retention" ? RETENTION[value]() : value.toUpperCase();
        const rows = [];
        for (const key of Object.keys(label)) {
            if (!now[key] && !(before && before[key])) {
                continue;
            }
            const from = before && before[key] ? before[key] : false;
            const better = SCALES[key].indexOf(from) - SCALES[key].indexOf(now[key]);
            rows.push({
                key,
                label: label[key],
                now: now[key] ? words(key, now[key]) : UNKNOWN,
                before: from && from !== now[key] ? words(key, from) : false,
                style: better > 0 ? "text-success" : "text-danger",
            });
        }
        return rows;
    }

    get rhythm() {
        return this.known.rhythm.map((row) => ({
            ...row,
            label: KINDS[row.kind](),
            badge: { words: RHYTHM[row.state].words(), style: RHYTHM[row.state].style },
        }));
    }

    get actionGroups() {
        const { late, done, new: added } = this.known.actions;
        const groups = [
            { what: "actions_late", words: _t("%s late", late.count), ...late },
            { what: "actions_done", words: _t("%s done", done.count), ...done },
            { what: "actions_new", words: _t("%s new", added.count), ...added },
        ];
        groups[0].style = "text-danger";
        return groups.filter((group) => group.count);
    }

    get openWords() {
        return _t("%s open in all", this.known.actions.open);
    }

    /** The records behind a figure. */
    async openKnown(what) {
        const { orm, props } = this;
        const action = await orm.call("kam.review", "action_open_known", [
            props.record.resId,
            what,
        ]);
        return this.show(action);
    }
}

export const kamChangesField = {
    ...kamKnownField,
    component: KamChangesField,
    displayName: _t("What changed at an account"),
    fieldDependencies: [],
};

registry.category("fields").add("kam_changes", kamChangesField);
