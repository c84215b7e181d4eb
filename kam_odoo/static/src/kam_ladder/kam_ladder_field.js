import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const WIDTH = 320;
const HEIGHT = 92;
const PAD = 8;

/**
 * Steps of a line over time: a level holds until the next answer, the last until the end.
 * Pure geometry.
 *
 * @param {Object[]} history date ("2026-01-31"), side, level ("1" to "4"), the earliest first
 * @returns {Object|null} width, height, rungs, and a line for each side; null if nothing moved
 */
export function ladderLines(history) {
    const days = [...new Set(history.map(({ date }) => date))];
    if (days.length < 2) {
        return null;
    }
    const time = (day) => Date.parse(day);
    const [first, last] = [time(days[0]), time(days[days.length - 1])];
    const x = (day) => PAD + ((time(day) - first) / (last - first)) * (WIDTH - 2 * PAD);
    const y = (level) => HEIGHT - PAD - ((Number(level) - 1) / 3) * (HEIGHT - 2 * PAD);
    const line = (side) => {
        const points = history.filter((answer) => answer.side === side);
        const path = points.map(({ date, level }, index) =>
            index
                ? `H ${x(date).toFixed(1)} V ${y(level).toFixed(1)}`
                : `M ${x(date).toFixed(1)} ${y(level).toFixed(1)}`,
        );
        return {
            path: path.length ? `${path.join(" ")} H ${WIDTH - PAD}` : "",
            dots: points.map(({ date, level }) => ({ date, x: x(date), y: y(level) })),
        };
    };
    return {
        width: WIDTH,
        height: HEIGHT,
        from: days[0],
        until: days[days.length - 1],
        rungs: ["1", "2", "3", "4"].map((level) => ({ level, y: y(level) })),
        ours: line("ours"),
        customer: line("customer"),
    };
}

/**
 * The four rungs of the ladder, the highest on top: where we see ourselves, where the
 * customer sees us, and where the competitors stand.
 */
export class KamLadderField extends Component {
    static template = "kam_odoo.KamLadderField";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    get isEmpty() {
        const { ours, customer, competitors } = this.data;
        return !ours && !customer && !competitors?.length;
    }

    get rungs() {
        const { levels = [], ours, customer, competitors = [] } = this.data;
        return levels
            .map(([key, name]) => ({
                key,
                name,
                ours: ours === key,
                customer: customer === key,
                competitors: competitors.filter((rival) => rival.level === key),
            }))
            .reverse();
    }

    get lines() {
        return ladderLines(this.data.history || []);
    }

    /** The lines in words, for those who do not see them. */
    get linesLabel() {
        const names = Object.fromEntries(this.data.levels);
        const words = (side) =>
            this.data.history
                .filter((answer) => answer.side === side)
                .map(({ date, level }) => `${this.date(date)} ${names[level]}`)
                .join(", ");
        return _t("As we see it: %(ours)s. As they see it: %(customer)s.", {
            ours: words("ours"),
            customer: words("customer"),
        });
    }

    date(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    get gap() {
        const { ours, customer, gap } = this.data;
        if (!ours || !customer) {
            return !ours && !customer
                ? ""
                : ours
                  ? _t("What the customer thinks is not known yet.")
                  : _t("We have not answered yet.");
        }
        if (!gap) {
            return _t("No gap: we see it alike.");
        }
        const steps = Math.abs(gap) === 1 ? _t("1 rung") : _t("%s rungs", Math.abs(gap));
        return gap > 0
            ? _t("Gap of %s: we feel closer than they do.", steps)
            : _t("Gap of %s: they feel closer than we do.", steps);
    }
}

registry.category("fields").add("kam_ladder", {
    component: KamLadderField,
    displayName: _t("Ladder"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
