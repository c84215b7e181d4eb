import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { LEVELS } from "./mark_sheet";

const ALL = [...Array(11).keys()];

/**
 * The scale of one criterion for one customer: a button per mark, the described levels
 * with their meaning; "cannot judge"; the comment. On a phone the levels only, and the
 * mark that was given where it is another.
 */
export class KamGridScale extends Component {
    static template = "kam_odoo.KamGridScale";
    static props = {
        partnerId: Number,
        name: { type: String, optional: true }, // of the customer
        criterion: Object,
        mark: { type: [Number, { value: null }] },
        comment: String,
        readonly: Boolean,
        compact: { type: Boolean, optional: true }, // one line of buttons, for a phone
        onMark: Function, // (place, mark)
        onComment: Function, // (place, text)
        onCommentDone: { type: Function, optional: true },
    };
    static defaultProps = { compact: false, onCommentDone: () => {} };

    setup() {
        this.state = useState({ commenting: false });
    }

    get place() {
        return { partnerId: this.props.partnerId, criterionId: this.props.criterion.id };
    }

    get levels() {
        const words = {};
        for (const { mark, description } of this.props.criterion.scale) {
            words[mark] = description;
        }
        const marks = new Set([...LEVELS, ...Object.keys(words).map(Number)]);
        if (!this.props.compact) {
            ALL.forEach((mark) => marks.add(mark));
        }
        if (this.props.mark !== null) {
            marks.add(this.props.mark); // one between, given with the keyboard
        }
        return [...marks].sort((a, b) => a - b).map((mark) => ({ mark, words: words[mark] || "" }));
    }

    /** What the given mark means: its own words or those of the levels beside it. */
    get meaning() {
        const { mark } = this.props;
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
        return this.props.mark === null
            ? _t("A comment goes with a mark")
            : _t("Why? A comment helps the discussion");
    }

    isGiven(mark) {
        return this.props.mark === mark;
    }

    get showsComment() {
        const { mark, comment } = this.props;
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
