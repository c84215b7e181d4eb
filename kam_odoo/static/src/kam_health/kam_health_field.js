import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent } from "../kam_common/kam_common";
import { formatScore } from "../kam_score/kam_score_field";
import { sparkline } from "./sparkline";

const STYLES = { good: "success", fair: "warning", poor: "danger" };

/**
 * How healthy an account is: the number never without what is known, its drivers, and
 * the weeks before.
 */
export class KamHealthField extends Component {
    static template = "kam_odoo.KamHealthField";
    static props = { ...standardFieldProps };

    setup() {
        this.formatScore = formatScore;
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    get style() {
        return STYLES[this.data.band];
    }

    get confidence() {
        return _t("%s of the weight is known.", formatPercent(this.data.confidence, 0));
    }

    get change() {
        const { change } = this.data;
        if (change === false || change === undefined) {
            return "";
        }
        if (Math.abs(change) < 0.05) {
            return _t("as in the week before");
        }
        return change > 0
            ? _t("%s more than in the week before", formatScore(change))
            : _t("%s less than in the week before", formatScore(-change));
    }

    get spark() {
        return sparkline(this.data.history || []);
    }

    get sparkLabel() {
        const weeks = this.data.history || [];
        return _t("Health of the last %(count)s weeks: from %(first)s to %(last)s.", {
            count: weeks.length,
            first: formatScore(weeks[0].health),
            last: formatScore(weeks[weeks.length - 1].health),
        });
    }

    weight(row) {
        return formatFloat(row.weight, { digits: [16, row.weight % 1 ? 1 : 0] });
    }

    isKnown(row) {
        return row.score !== false && row.score !== null;
    }

    bar(row) {
        const band = row.score >= 67 ? "good" : row.score >= 40 ? "fair" : "poor";
        return { style: `bg-${STYLES[band]}`, width: `width: ${Math.max(row.score, 2)}%` };
    }
}

export const kamHealthField = {
    component: KamHealthField,
    displayName: _t("Why this health"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("kam_health", kamHealthField);
