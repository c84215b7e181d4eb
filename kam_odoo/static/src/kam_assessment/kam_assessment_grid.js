import {
    Component,
    onWillStart,
    onWillUnmount,
    onWillUpdateProps,
    toRaw,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { KamGridCard } from "./kam_grid_card";
import { KamGridRow } from "./kam_grid_row";
import { KamGridScale } from "./kam_grid_scale";
import { GridKeys } from "./grid_keys";
import { MarkSheet } from "./mark_sheet";
import { refusal, savedIcon, savedLabel, useMarkSaver } from "./use_mark_saver";

const ADVANCE = "kam_odoo.assessment.advance";

/**
 * The assessor's screen in the form of an assessment: customers down, criteria across,
 * entered with the keyboard and saved by itself; on a phone one customer at a time.
 */
export class KamAssessmentGrid extends Component {
    static template = "kam_odoo.KamAssessmentGrid";
    static components = { KamGridCard, KamGridRow, KamGridScale };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.ui = useState(useService("ui"));
        this.root = useRef("root");
        this.state = useState({
            sheet: null,
            version: 0, // of the sheet; rows of another one are other components
            rows: [],
            focus: null,
            search: "",
            unmarkedOnly: false,
            advance: browser.localStorage.getItem(ADVANCE) || "row",
        });
        Object.assign(this, { savedIcon, savedLabel });
        this.saver = useMarkSaver(this.props.record.model, {
            send: (values) => this.call("save_marks", values),
            onSaved: (values) => this.onSaved(values),
            onRefused: (error) => this.onRefused(error),
            beacon: (values) => ({
                model: "kam.assessment",
                method: "save_marks",
                args: [[this.resId], values],
                kwargs: { context: this.props.record.context },
            }),
        });
        this.keys = new GridKeys(this);
        onWillUnmount(() => this.keys.stop());
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(async ({ record }) => {
            if (toRaw(record) !== toRaw(this.props.record)) {
                await this.load(record.resId);
            }
        });
        // work goes on where it was left, ready for the keyboard
        useEffect(
            (sheet) => {
                if (sheet && !sheet.readonly && !this.ui.isSmall) {
                    this.focusCell();
                }
            },
            () => [this.state.sheet],
        );
    }

    // data

    call(method, ...args) {
        return this.orm.silent.call("kam.assessment", method, [[this.resId], ...args]);
    }

    async load(resId) {
        this.resId = resId;
        if (resId) {
            this.show(await this.call("get_grid"));
        }
    }

    /** Show what the server has, and above it what is still to be saved. */
    show(data) {
        const sheet = new MarkSheet(data);
        for (const value of this.saver.getUnsaved()) {
            sheet.put(value);
        }
        const focus = this.state.focus;
        this.state.sheet = sheet;
        this.state.version++;
        this.state.focus = focus && sheet.cell(focus) ? focus : null;
        this.filter();
    }

    /** Choose the rows anew; a row never disappears while one works in it. */
    filter() {
        const { sheet, search, unmarkedOnly } = this.state;
        this.state.rows = sheet.filter(search, unmarkedOnly);
        const { rows, focus } = this.state;
        if (!rows.length || !sheet.criteria.length) {
            this.state.focus = null;
        } else if (!focus || !rows.some((row) => row.id === focus.partnerId)) {
            this.state.focus = sheet.firstUnmarked(rows) || sheet.at(rows, 0, 0);
        }
    }

    onSaved(values) {
        for (const { partner_id, criterion_id } of values) {
            const place = { partnerId: partner_id, criterionId: criterion_id };
            const cell = this.state.sheet.cell(place);
            if (cell && !this.saver.isWaiting(place)) {
                cell.unsaved = false;
            }
        }
    }

    /** Look what has changed meanwhile: another tab, a customer taken from the round. */
    async onRefused(error) {
        const data = await this.call("get_grid");
        const sheet = new MarkSheet(data);
        const makesSense = ({ partner_id, criterion_id }) =>
            !sheet.readonly && sheet.cell({ partnerId: partner_id, criterionId: criterion_id });
        const lost = this.saver.getUnsaved().filter((value) => !makesSense(value));
        if (lost.length) {
            this.saver.forget(lost);
            this.notification.add(refusal(error), {
                title: _t("Marks not saved: %s", lost.length),
                type: "danger",
                sticky: true,
            });
            this.show(data);
        }
        return lost.length > 0;
    }

    // marks

    setMark(place, mark) {
        const { sheet } = this.state;
        const cell = sheet.cell(place);
        if (!sheet.readonly && cell && cell.mark !== mark) {
            sheet.setMark(place, mark);
            this.keep(place);
        }
    }

    setComment(place, comment) {
        const cell = this.state.sheet.cell(place);
        if (!this.state.sheet.readonly && cell.mark !== null) {
            cell.comment = comment;
            this.keep(place);
        }
    }

    keep(place) {
        const cell = this.state.sheet.cell(place);
        cell.unsaved = true;
        this.saver.add({
            partner_id: place.partnerId,
            criterion_id: place.criterionId,
            mark: cell.mark,
            comment: cell.comment,
        });
    }

    // moving about

    element(place) {
        return this.root.el?.querySelector(
            `[data-partner="${place.partnerId}"][data-criterion="${place.criterionId}"]`,
        );
    }

    focusCell(place = this.state.focus) {
        if (place) {
            this.setFocus(place);
            this.element(place)?.focus();
        }
    }

    setFocus(place) {
        if (!this.isFocus(place)) {
            this.keys.stop();
            this.state.focus = place;
        }
    }

    /** Back to the grid from the comment. */
    onCommentDone() {
        this.focusCell();
    }

    /** To the next cell after a mark, the way the user chose. */
    goOn() {
        const { sheet, rows, focus, advance, unmarkedOnly } = this.state;
        if (advance !== "stay") {
            this.focusCell(sheet.next(rows, focus, advance, 1, unmarkedOnly) || focus);
        }
    }

    onFocusin(ev) {
        const { partner, criterion } = ev.target.dataset;
        if (partner) {
            this.setFocus({ partnerId: Number(partner), criterionId: Number(criterion) });
        }
    }

    isFocus({ partnerId, criterionId }) {
        const { focus } = this.state;
        return focus?.partnerId === partnerId && focus.criterionId === criterionId;
    }

    focusSearch() {
        this.root.el.querySelector(".kam_grid_search input")?.focus();
    }

    focusComment() {
        this.root.el.querySelector(".kam_scale_comment")?.focus();
    }

    onSearch(ev) {
        this.state.search = ev.target.value;
        this.filter();
    }

    onSearchKeydown(ev) {
        if (["Enter", "ArrowDown"].includes(ev.key)) {
            ev.preventDefault();
            this.focusCell();
        }
    }

    showAll() {
        this.state.search = "";
        this.state.unmarkedOnly = false;
        this.filter();
    }

    onUnmarkedOnly(ev) {
        this.state.unmarkedOnly = ev.target.checked;
        this.filter();
    }

    onAdvance(ev) {
        this.state.advance = ev.target.value;
        browser.localStorage.setItem(ADVANCE, ev.target.value);
        this.focusCell();
    }

    /** A mark by mouse: the keyboard goes on from there. */
    onScaleMark(place, mark) {
        this.setMark(place, mark);
        this.focusCell(place);
        if (mark !== null) {
            this.goOn();
        }
    }

    // words

    get focusRow() {
        return this.state.focus && this.state.sheet.rowById[this.state.focus.partnerId];
    }

    get focusCriterion() {
        return this.state.focus && this.state.sheet.criterionById[this.state.focus.criterionId];
    }

    /** How far a bar goes, in 50 steps; the last one only when nothing is left. */
    done(part, whole) {
        return Math.floor((50 * part) / whole);
    }

    get progressLabel() {
        const { marked, total } = this.state.sheet;
        return _t("%(marked)s of %(total)s marked", { marked, total });
    }

    // one customer at a time

    get cardIndex() {
        return this.state.rows.findIndex((row) => row.id === this.state.focus?.partnerId);
    }

    get cardPosition() {
        return `${this.cardIndex + 1} / ${this.state.rows.length}`;
    }

    moveCard(step) {
        const { sheet, rows, focus } = this.state;
        this.state.focus = sheet.move(rows, focus, 0, step);
        this.root.el.scrollIntoView({ block: "start" });
    }

    async handIn() {
        await this.saver.flushOrThrow();
        await this.action.doActionButton({
            type: "object",
            name: "action_ask_hand_in",
            resModel: "kam.assessment",
            resId: this.resId,
            onClose: () => this.props.record.model.load(),
        });
    }
}

export const kamAssessmentGrid = { component: KamAssessmentGrid };

registry.category("view_widgets").add("kam_assessment_grid", kamAssessmentGrid);
