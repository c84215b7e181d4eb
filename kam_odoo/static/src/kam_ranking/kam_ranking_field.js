import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { UNKNOWN } from "../kam_common/kam_common";
import { formatScore } from "../kam_score/kam_score_field";

/**
 * Today's first accounts and those after a change that is not saved yet: places,
 * scores, who comes in and who drops out.
 */
export class KamRankingField extends Component {
    static template = "kam_odoo.KamRankingField";
    static props = { ...standardFieldProps };

    setup() {
        this.formatScore = formatScore;
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    isTop(rank) {
        return Boolean(rank) && rank <= this.data.top;
    }

    get rows() {
        return (this.data.rows || []).map((row) => ({
            ...row,
            comes: this.isTop(row.rank_next) && !this.isTop(row.rank_now),
            leaves: this.isTop(row.rank_now) && !this.isTop(row.rank_next),
            rise: row.rank_now && row.rank_next ? row.rank_now - row.rank_next : 0,
            rankNow: row.rank_now || UNKNOWN,
            rankNext: row.rank_next || UNKNOWN,
        }));
    }

    get summary() {
        const came = this.rows.filter((row) => row.comes).length;
        const left = this.rows.filter((row) => row.leaves).length;
        const moved = this.rows.some(
            (row) => row.rise || row.score_now !== row.score_next || row.comes || row.leaves,
        );
        if (!moved) {
            return _t("Nothing changes among the first %s accounts.", this.data.top);
        }
        if (!came && !left) {
            return _t("The first %s accounts stay the same.", this.data.top);
        }
        return _t("Among the first %(top)s accounts, %(came)s come in and %(left)s drop out.", {
            top: this.data.top,
            came,
            left,
        });
    }

    get isEmpty() {
        return !this.data.message && !this.rows.length;
    }
}

export const kamRankingField = {
    component: KamRankingField,
    displayName: _t("Ranking now and with the change"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("kam_ranking", kamRankingField);
