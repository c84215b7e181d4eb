import { Component, useState } from "@odoo/owl";

/** What a bubble is, beside it: on hover, on focus, and on a phone by a tap. */
export class BubbleCard extends Component {
    static template = "kam_odoo.BubbleCard";
    static props = {
        pointer: Object,
        rowsOf: Function,
        open: Function,
        close: Function,
    };

    setup() {
        // Only the card is drawn anew while the mouse wanders over the picture.
        this.pointer = useState(this.props.pointer);
    }

    get bubble() {
        return this.pointer.bubble;
    }

    get rows() {
        return this.props.rowsOf(this.bubble);
    }

    /** On the side of the bubble where there is more room. */
    get style() {
        const { bubble, width, height } = this.pointer;
        const { cx, cy, r } = bubble;
        const across = cx < width / 2 ? `left:${cx + r + 10}px` : `right:${width - cx + r + 10}px`;
        const narrow = width < 520;
        const down =
            cy < height / 2
                ? `top:${narrow ? cy + r + 10 : Math.max(4, cy - r)}px`
                : `bottom:${narrow ? height - cy + r + 10 : Math.max(4, height - cy - r)}px`;
        return narrow ? `left:8px;right:8px;${down}` : `${across};${down}`;
    }
}
