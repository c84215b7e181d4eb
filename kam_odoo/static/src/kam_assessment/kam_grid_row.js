import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** How strongly a cell is tinted, 0 to 0.5; a zero is tinted as well, an empty cell is not. */
export const tint = (mark) => `--kam-tint: ${(0.06 + 0.044 * mark).toFixed(3)}`;

/** One customer: the name and what the assessor may know, then a cell per criterion. */
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
        this.tint = tint;
    }

    ariaLabel(criterion, cell) {
        const mark = cell.mark === null ? _t("not marked") : cell.mark;
        return `${this.row.name}, ${criterion.name}: ${mark}`;
    }
}
