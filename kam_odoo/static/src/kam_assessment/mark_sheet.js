import { normalize } from "@web/core/l10n/utils/normalize";

/** The marks of which a scale says what they mean. */
export const LEVELS = [0, 2, 5, 8, 10];

/**
 * The customers, criteria and marks of one assessment, as the screen works with them:
 * without server and without page.
 */
export class MarkSheet {
    /** @param {Object} data what ``kam.assessment.get_grid`` returns */
    constructor(data) {
        this.readonly = data.readonly;
        this.note = data.note;
        this.canHandIn = data.can_hand_in;
        this.criteria = data.criteria.map((criterion) => ({ ...criterion, marked: 0 }));
        this.rows = data.candidates.map((candidate) => ({
            ...candidate,
            search: normalize(candidate.name),
            marked: 0,
            cells: Object.fromEntries(
                data.criteria.map(({ id }) => [id, { mark: null, comment: "", unsaved: false }]),
            ),
        }));
        this.rowById = Object.fromEntries(this.rows.map((row) => [row.id, row]));
        this.criterionById = Object.fromEntries(
            this.criteria.map((criterion) => [criterion.id, criterion]),
        );
        data.marks.forEach((value) => this.put(value));
    }

    /** The axes above the criteria: words, and how many criteria each has. */
    get axes() {
        const axes = [];
        for (const { axis, axis_label } of this.criteria) {
            if (axes.at(-1)?.axis === axis) {
                axes.at(-1).span++;
            } else {
                axes.push({ axis, label: axis_label, span: 1 });
            }
        }
        return axes;
    }

    /** Take over a mark as it is sent to and comes from the server. */
    put({ partner_id, criterion_id, mark, comment }) {
        const place = { partnerId: partner_id, criterionId: criterion_id };
        if (this.cell(place)) {
            this.setMark(place, mark);
            this.cell(place).comment = comment || "";
        }
    }

    /** The cell of a place on the sheet, or undefined where there is none. */
    cell({ partnerId, criterionId }) {
        return this.rowById[partnerId]?.cells[criterionId];
    }

    /** @param {number|null} mark null for "I cannot judge"; a comment goes with it */
    setMark({ partnerId, criterionId }, mark) {
        const row = this.rowById[partnerId];
        const cell = row.cells[criterionId];
        const change = Number(mark !== null) - Number(cell.mark !== null);
        cell.mark = mark;
        if (mark === null) {
            cell.comment = "";
        }
        if (change) {
            row.marked += change;
            this.criterionById[criterionId].marked += change;
        }
    }

    // progress

    get total() {
        return this.rows.length * this.criteria.length;
    }

    get marked() {
        return this.criteria.reduce((sum, criterion) => sum + criterion.marked, 0);
    }

    isComplete(row) {
        return row.marked === this.criteria.length;
    }

    /** @returns {{partnerId: number, criterionId: number}|null} where work goes on */
    firstUnmarked(rows = this.rows) {
        for (const row of rows) {
            for (const criterion of this.criteria) {
                if (row.cells[criterion.id].mark === null) {
                    return { partnerId: row.id, criterionId: criterion.id };
                }
            }
        }
        return null;
    }

    /**
     * @param {string} search part of a name, without regard to accents and case
     * @param {boolean} unmarkedOnly leave out customers whose marks are complete
     */
    filter(search, unmarkedOnly) {
        const part = normalize(search.trim());
        return this.rows.filter(
            (row) => row.search.includes(part) && !(unmarkedOnly && this.isComplete(row)),
        );
    }

    // moving about

    position(rows, { partnerId, criterionId }) {
        return {
            y: rows.findIndex((row) => row.id === partnerId),
            x: this.criteria.findIndex((criterion) => criterion.id === criterionId),
        };
    }

    /** The cell in a row and column, the nearest one where they are outside. */
    at(rows, x, y) {
        const within = (value, length) => Math.max(0, Math.min(length - 1, value));
        return {
            partnerId: rows[within(y, rows.length)].id,
            criterionId: this.criteria[within(x, this.criteria.length)].id,
        };
    }

    /** The cell so many columns and rows away, not beyond the edge. */
    move(rows, focus, dx, dy) {
        const { x, y } = this.position(rows, focus);
        return this.at(rows, x + dx, y + dy);
    }

    /**
     * The cell after this one: along the row and on to the next row, or along the
     * column and on to the next column.
     *
     * @param {"row"|"column"} along
     * @param {1|-1} [step=1]
     * @param {boolean} [unmarkedOnly=false] skip what is marked
     * @returns {Object|null} null after the last one
     */
    next(rows, focus, along, step = 1, unmarkedOnly = false) {
        const { x, y } = this.position(rows, focus);
        const width = this.criteria.length;
        const height = rows.length;
        let index = along === "row" ? y * width + x : x * height + y;
        for (index += step; index >= 0 && index < width * height; index += step) {
            const cell =
                along === "row"
                    ? this.at(rows, index % width, Math.floor(index / width))
                    : this.at(rows, Math.floor(index / height), index % height);
            if (!unmarkedOnly || this.cell(cell).mark === null) {
                return cell;
            }
        }
        return null;
    }
}
