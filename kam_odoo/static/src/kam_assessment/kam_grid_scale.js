import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { LEVELS } from "./mark_sheet";

/**
 * The scale of one criterion for one customer: a button per level, with its meaning
 * and, where another mark was given, one for that; "cannot judge"; the comment.
 * It belongs to one cell: give it another key for another cell.
 */
export class KamGridScale extends Component {
    static template = "kam_odoo.KamGridScale";
    static props = {
        row: Object,
        criterion: Object,
        readonly: Boolean,
        compact: { type: Boolean, optional: true }, // one line of buttons, for a phone
        onMark: Function, // (place, mark)
        onComment: Function, // (place, text)
        onCommentDone: { type: Function, optional: true },
    };
    static defaultProps = { compact: false, onCommentDone: () => {} };

    setup() {
        this.row = useState(this.props.row);
        this.state = useState({ commenting: false });
    }

    get place() {
        return { partnerId: this.row.id, criterionId: this.props.criterion.id };
    }

    get cell() {
        return this.row.cells[this.props.criterion.id];
    }

    get levels() {
        const words = {};
        for (const { mark, description } of this.props.criterion.scale) {
            words[mark] = description;
        }
        const marks = new Set([...LEVELS, ...Object.keys(words).map(Number)]);
        if (this.cell.mark !== null) {
            marks.add(this.cell.mark); // one between the levels, given with the keyboard
        }
        return [...marks].sort((a, b) => a - b).map((mark) => ({ mark, words: words[mark] || "" }));
    }

    /** What the given mark means: its own words or those of the levels beside it. */
    get meaning() {
        const { mark } = this.cell;
        const levels = this.levels.filter((level) => level.words);
        if (mark === null) {
            return "";
        }
        const own = levels.find((level) => level.mark === mark);
        if (own) {
            return own.words;
        }
        const below = levels.findLast((level) => level.mark < mark);
        const above = levels.find((level) => level.mark > mark);
        if (!below || !above) {
            return (below || above)?.words || "";
        }
        return _t("between “%(below)s” and “%(above)s”", {
            below: below.words,
            above: above.words,
        });
    }

    /** What the scale goes from and to, where no mark is given yet. */
    get ends() {
        const { levels } = this;
        const [first, last] = [levels[0], levels.at(-1)];
        return first.words && last.words
            ? `${first.mark} = ${first.words} · ${last.mark} = ${last.words}`
            : "";
    }

    get commentPlaceholder() {
        return this.cell.mark === null
            ? _t("A comment goes with a mark")
            : _t("Why? A comment helps the discussion");
    }

    isGiven(mark) {
        return this.cell.mark === mark;
    }

    get showsComment() {
        const { mark, comment } = this.cell;
        return !this.props.compact || (mark !== null && (comment || this.state.commenting));
    }

    give(mark) {
        this.props.onMark(this.place, mark);
    }

    onCommentInput(ev) {
        this.state.commenting = true; // the field stays when its text is deleted
        this.props.onComment(this.place, ev.target.value);
    }

    onCommentKeydown(ev) {
        if (["Enter", "Escape"].includes(ev.key)) {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onCommentDone();
        }
    }
}
