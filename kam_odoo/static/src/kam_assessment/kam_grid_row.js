import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/**
 * One customer: the name and what the assessor may know, then a cell per criterion.
 *
 * The state of a cell is in data attributes, not in classes or styles, and its text is
 * never taken away: after a change of classes, styles or children a browser matches
 * Odoo's style sheets anew for thousands of cells.
 */
export class KamGridRow extends Component {
    static template = "kam_odoo.KamGridRow";
    static props = {
        row: Object,
        criteria: Array,
        complete: Boolean,
        focusedId: { type: [Number, Boolean] }, // criterion of the focused cell
        readonly: Boolean,
    };

    setup() {
        // renders when a cell of this row changes, and no other row does
        this.row = useState(this.props.row);
    }

    /** How strongly a cell is tinted, 0 to 10, undefined where there is no mark. */
    tint(mark) {
        return mark === null ? undefined : Math.round(mark);
    }

    text(mark) {
        return mark === null ? "" : String(mark);
    }

    ariaLabel(criterion, cell) {
        const mark = cell.mark === null ? _t("not marked") : cell.mark;
        return `${this.row.name}, ${criterion.name}: ${mark}`;
    }
}
