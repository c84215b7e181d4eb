import { browser } from "@web/core/browser/browser";

/** Milliseconds in which a 0 after a 1 makes it a 10. */
const TEN = 700;

const PAGE = 10;

/**
 * What the keys do in the grid, as in a spreadsheet: they move, give and clear marks.
 */
export class GridKeys {
    /** @param {Object} grid KamAssessmentGrid */
    constructor(grid) {
        this.grid = grid;
        this.one = null; // timer while a 1 may become a 10
    }

    stop() {
        browser.clearTimeout(this.one);
        this.one = null;
    }

    /** The handler of keys pressed in a cell. */
    handle(ev) {
        if (!ev.target.dataset.partner || ev.altKey || ev.metaKey) {
            return;
        }
        const done = ev.ctrlKey ? this.jump(ev.key) : this.press(ev);
        if (done) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    move(dx, dy) {
        const { sheet, rows, focus } = this.grid.state;
        this.grid.focusCell(sheet.move(rows, focus, dx, dy));
        return true;
    }

    /** Ctrl+Home and Ctrl+End: the corners. */
    jump(key) {
        const far = { Home: -Infinity, End: Infinity }[key];
        return far ? this.move(far, far) : false;
    }

    press(ev) {
        const { key, shiftKey } = ev;
        if (/^[0-9]$/.test(key)) {
            return ev.repeat || this.digit(Number(key));
        }
        const move = {
            ArrowLeft: [-1, 0],
            ArrowRight: [1, 0],
            ArrowUp: [0, -1],
            ArrowDown: [0, 1],
            Home: [-Infinity, 0],
            End: [Infinity, 0],
            PageUp: [0, -PAGE],
            PageDown: [0, PAGE],
        }[key];
        if (move) {
            return this.move(...move);
        }
        switch (key) {
            case "Tab":
                return this.step("row", shiftKey);
            case "Enter":
                return this.step("column", shiftKey) || true;
            case "+":
                return this.mark(10);
            case "Delete":
            case "Backspace":
            case "-":
                return this.clear();
            case "F2":
            case "c":
            case "C":
                this.grid.focusComment();
                return true;
            case "Escape":
                this.grid.focusSearch();
                return true;
        }
        return false;
    }

    /** To the next cell; beyond the last one Tab leaves the grid. */
    step(along, back) {
        const { sheet, rows, focus } = this.grid.state;
        const next = sheet.next(rows, focus, along, back ? -1 : 1);
        if (next) {
            this.grid.focusCell(next);
        }
        return Boolean(next);
    }

    digit(digit) {
        if (this.one) {
            this.stop();
            if (digit === 0) {
                return this.mark(10);
            }
            this.grid.goOn();
        }
        if (digit !== 1) {
            return this.mark(digit);
        }
        this.grid.setMark(this.grid.state.focus, 1);
        this.one = browser.setTimeout(() => {
            this.one = null;
            this.grid.goOn();
        }, TEN);
        return true;
    }

    mark(mark) {
        this.stop();
        this.grid.setMark(this.grid.state.focus, mark);
        this.grid.goOn();
        return true;
    }

    clear() {
        this.stop();
        this.grid.setMark(this.grid.state.focus, null);
        return true;
    }
}
