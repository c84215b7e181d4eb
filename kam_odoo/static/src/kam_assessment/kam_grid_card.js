import { Component, useState } from "@odoo/owl";
import { KamGridScale } from "./kam_grid_scale";

/** Least way of a finger, in pixels, that counts as a swipe. */
const SWIPE = 60;

/** One customer at a time, for a phone: large buttons, swipe to the next one. */
export class KamGridCard extends Component {
    static template = "kam_odoo.KamGridCard";
    static components = { KamGridScale };
    static props = {
        row: Object,
        criteria: Array,
        readonly: Boolean,
        position: String,
        hasPrevious: Boolean,
        hasNext: Boolean,
        onMark: Function,
        onComment: Function,
        onMove: Function, // (-1 | 1)
    };

    setup() {
        this.row = useState(this.props.row);
        this.touch = null;
    }

    onTouchStart(ev) {
        const { clientX: x, clientY: y } = ev.touches[0];
        this.touch = ev.touches.length === 1 ? { x, y } : null;
    }

    onTouchEnd(ev) {
        if (!this.touch) {
            return;
        }
        const dx = ev.changedTouches[0].clientX - this.touch.x;
        const dy = ev.changedTouches[0].clientY - this.touch.y;
        this.touch = null;
        if (Math.abs(dx) < SWIPE || Math.abs(dx) < 2 * Math.abs(dy)) {
            return;
        }
        if (dx < 0 ? this.props.hasNext : this.props.hasPrevious) {
            this.props.onMove(dx < 0 ? 1 : -1);
        }
    }
}
