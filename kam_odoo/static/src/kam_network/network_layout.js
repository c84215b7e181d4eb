/** Sizes of the picture of both teams, in pixels. */
export const ROW = 46;
const TOP = 40;
const LEFT = 210;
const RIGHT = 490;
// Side by side on a phone.
const NARROW_LEFT = 165;
const NARROW_RIGHT = 245;

/**
 * Cells by stakeholder and colleague.
 *
 * @param {Array} cells
 * @returns {(stakeholder: number, user: number) => Object} an empty cell where there is none
 */
export function cellFinder(cells) {
    const found = new Map(cells.map((cell) => [`${cell.stakeholder}/${cell.user}`, cell]));
    return (stakeholder, user) =>
        found.get(`${stakeholder}/${user}`) || {
            stakeholder,
            user,
            count: 0,
            days: 0,
            last: "",
            level: 0,
            wished: 0,
            gap: 0,
        };
}

/**
 * Who of one side has a contact or a wish; all of them if nobody has one.
 *
 * @param {Array} side colleagues, or people of the customer
 * @param {Array} cells
 * @param {"user"|"stakeholder"} [key] of that side in the cells
 */
export function concerned(side, cells, key = "user") {
    const ids = new Set(cells.filter((cell) => cell.count || cell.wished).map((cell) => cell[key]));
    return ids.size ? side.filter(({ id }) => ids.has(id)) : side;
}

/**
 * Where everybody stands: their people on the left, ours on the right, each side in the
 * order given (board first), the shorter side in the middle; a line for each contact, as
 * thick as it is close, and a dashed one for each wish that is not met.
 *
 * @param {{people: Array, colleagues: Array, cells: Array}} data
 * @param {boolean} [narrow] for a small screen
 */
export function networkLayout({ people, colleagues, cells }, narrow = false) {
    const [x1, x2] = narrow ? [NARROW_LEFT, NARROW_RIGHT] : [LEFT, RIGHT];
    const rows = Math.max(people.length, colleagues.length, 1);
    const place = (list, x) =>
        new Map(
            list.map((one, index) => [
                one.id,
                { ...one, x, y: TOP + ROW * (index + (rows - list.length) / 2) },
            ]),
        );
    const left = place(people, x1);
    const right = place(colleagues, x2);
    const lines = cells
        .filter((cell) => left.has(cell.stakeholder) && right.has(cell.user))
        .filter((cell) => cell.level || cell.gap)
        .map((cell) => ({
            ...cell,
            key: `${cell.stakeholder}/${cell.user}`,
            x1,
            y1: left.get(cell.stakeholder).y,
            x2,
            y2: right.get(cell.user).y,
            width: cell.level ? 1.5 * cell.level : 1.5,
        }));
    return {
        width: x1 + x2,
        height: 2 * TOP + ROW * (rows - 1),
        left: [...left.values()],
        right: [...right.values()],
        lines,
    };
}

/**
 * The cell of a table that an arrow key leads to.
 *
 * @param {string} key of the keyboard event
 * @param {number} row
 * @param {number} column
 * @param {number} rows how many there are
 * @param {number} columns
 * @returns {[number, number]|null} null for any other key, and at the edge
 */
export function nextCell(key, row, column, rows, columns) {
    const steps = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
    };
    const step = steps[key];
    if (!step) {
        return null;
    }
    const next = [row + step[0], column + step[1]];
    const inside = next[0] >= 0 && next[0] < rows && next[1] >= 0 && next[1] < columns;
    return inside ? next : null;
}
