import {
    Component,
    onMounted,
    onPatched,
    onWillUnmount,
    reactive,
    useRef,
    useState,
} from "@odoo/owl";
import { cookie } from "@web/core/browser/cookie";
import { getColors } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { BubbleCard } from "./bubble_card";
import { formatValue } from "./bubble_format";
import { makePicture } from "./bubble_picture";

// Colours of entries that bring none of their own, of Odoo's palette for pictures.
const PALETTE = [1, 13, 10, 16, 6, 22, 4, 8, 11, 14];
// With more bubbles one tab stop leads into the picture and the arrows move in it.
const MOST_TAB_STOPS = 60;
const NEXT = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const COLOR_COUNT = 12;
// Pixels below which there is no picture, such as in a hidden tab.
const LEAST = 60;

const pen = document.createElement("canvas").getContext("2d");

function measure(text) {
    pen.font = "12px sans-serif";
    return pen.measureText(text).width * 1.06;
}

/**
 * Bubbles on two axes in SVG: it can be tabbed through, printed, and read aloud.
 */
export class BubbleRenderer extends Component {
    static template = "kam_odoo.BubbleRenderer";
    static components = { BubbleCard };
    static props = {
        data: Object,
        archInfo: Object,
        fields: Object,
        chosen: Set,
        openBubble: Function,
        openList: Function,
    };

    setup() {
        this.plotRef = useRef("plot");
        this.state = useState({ width: 0, height: 0, focused: null, drawn: 0 });
        this.pointer = reactive({ bubble: null, pinned: false, width: 0, height: 0 });
        const observer = new ResizeObserver(() => this.resize());
        onMounted(() => {
            observer.observe(this.plotRef.el);
            this.resize();
        });
        onPatched(() => this.dropStaleCard());
        onWillUnmount(() => observer.disconnect());
    }

    resize() {
        const { clientWidth = 0, clientHeight = 0 } = this.plotRef.el || {};
        if (clientWidth !== this.state.width || clientHeight !== this.state.height) {
            Object.assign(this.state, { width: clientWidth, height: clientHeight });
            this.closeCard();
        }
    }

    // legend

    get categories() {
        const palette = getColors(cookie.get("color_scheme"), "lg");
        let next = 0;
        return this.props.data.categories.map((entry) => {
            const indexed = Number.isInteger(entry.index);
            const look = { className: "", style: "" };
            if (entry.none) {
                look.className = "kam_bubble_none";
            } else if (indexed) {
                look.className = `kam_bubble_color_${entry.index % COLOR_COUNT}`;
            } else {
                look.style = `--kam-bubble: ${palette[PALETTE[next++ % PALETTE.length]]}`;
            }
            return { ...entry, ...look, pressed: this.props.chosen.has(entry.key) };
        });
    }

    /** Entries of the legend that are on; a choice that is not there any more is off. */
    get chosen() {
        const keys = this.props.data.categories.map((entry) => entry.key);
        return new Set(keys.filter((key) => this.props.chosen.has(key)));
    }

    toggle(key) {
        const { chosen } = this.props;
        if (!chosen.delete(key)) {
            chosen.add(key);
        }
        this.closeCard();
        this.state.drawn += 1;
    }

    showAll() {
        this.props.chosen.clear();
        this.state.drawn += 1;
    }

    // the picture

    /** Everything the template draws, or null before the room for it is known. */
    draw() {
        const { width, height } = this.state;
        if (width < LEAST || height < LEAST) {
            return null;
        }
        const { archInfo, data } = this.props;
        const picture = makePicture({
            archInfo,
            data,
            width,
            height,
            chosen: this.chosen,
            measure,
        });
        this.order = picture.bubbles.map((bubble) => bubble.id);
        this.byId = new Map(picture.bubbles.map((bubble) => [bubble.id, bubble]));
        this.dress(picture.bubbles);
        return picture;
    }

    /** Colours, and which bubbles the tab key stops at. */
    dress(bubbles) {
        const look = new Map(this.categories.map((entry) => [entry.key, entry]));
        const everywhere = bubbles.length <= MOST_TAB_STOPS;
        const { focused } = this.state;
        const entry = this.byId.has(focused) ? focused : bubbles[0]?.id;
        for (const bubble of bubbles) {
            const { className = "", style = "" } = look.get(bubble.category) || {};
            const tabIndex = everywhere || bubble.id === entry ? 0 : -1;
            Object.assign(bubble, { className, style, tabIndex });
        }
    }

    tickText(value) {
        return Number.isInteger(value)
            ? formatInteger(value)
            : formatFloat(value, { trailingZeros: false });
    }

    get axis() {
        const { archInfo, fields } = this.props;
        return { x: fields[archInfo.x].string, y: fields[archInfo.y].string };
    }

    // words

    get sizeNote() {
        const { size } = this.props.archInfo;
        const known = this.props.data.bubbles.some((bubble) => bubble.size > 0);
        return size && known ? _t("Size of the bubbles: %s", this.labelOf(size)) : "";
    }

    get unknownNote() {
        const label = this.props.archInfo.unknownLabel || _t("Not in the picture");
        return _t("%(what)s: %(count)s", {
            what: label,
            count: formatInteger(this.props.data.unknown),
        });
    }

    get overflowNote() {
        const { shown, total } = this.props.data;
        return total > shown
            ? _t("The first %(shown)s of %(total)s are shown; filter to see the others.", {
                  shown: formatInteger(shown),
                  total: formatInteger(total),
              })
            : "";
    }

    labelOf(name) {
        const { archInfo, fields } = this.props;
        return (
            archInfo.cardFields.find((field) => field.name === name)?.label || fields[name].string
        );
    }

    /** Lines of the card: what the view lists, before it the axes unless listed there. */
    rowsOf(bubble) {
        const { archInfo, fields } = this.props;
        const listed = archInfo.cardFields.map((field) => field.name);
        const axes = [archInfo.x, archInfo.y].filter((name) => !listed.includes(name));
        return [
            ...axes.map((name) => ({ name, label: fields[name].string })),
            ...archInfo.cardFields.filter((field) => !field.invisible),
        ]
            .map(({ name, label, widget }) => ({
                name,
                label,
                value: formatValue({ ...fields[name], name }, bubble.record, widget),
            }))
            .filter((row) => row.value);
    }

    quadrantLabel({ title, ids, help }) {
        return [_t("%(title)s: %(count)s", { title, count: ids.length }), help]
            .filter(Boolean)
            .join(". ");
    }

    ariaLabel(bubble) {
        const rows = this.rowsOf(bubble).map(({ label, value }) => `${label} ${value}`);
        return [bubble.name, ...rows].join(", ");
    }

    // what people do

    bubbleOf(ev) {
        const el = ev.target.closest?.("[data-bubble]");
        return el && this.byId.get(Number(el.dataset.bubble));
    }

    showCard(bubble, pinned = false) {
        const { width, height } = this.state;
        Object.assign(this.pointer, { bubble, pinned, width, height });
    }

    closeCard() {
        Object.assign(this.pointer, { bubble: null, pinned: false });
    }

    /** After a filter the bubble under the card may be gone. */
    dropStaleCard() {
        if (this.pointer.bubble && !this.byId?.has(this.pointer.bubble.id)) {
            this.closeCard();
        }
    }

    onPointerOver(ev) {
        const bubble = this.bubbleOf(ev);
        if (bubble && ev.pointerType !== "touch" && !this.pointer.pinned) {
            this.showCard(bubble);
        }
    }

    onPointerOut(ev) {
        if (this.bubbleOf(ev) && !this.pointer.pinned) {
            this.closeCard();
        }
    }

    onFocusIn(ev) {
        const bubble = this.bubbleOf(ev);
        // The mouse and the finger are dealt with by themselves.
        if (bubble && ev.target.matches(":focus-visible")) {
            this.showCard(bubble);
        }
    }

    onFocusOut() {
        if (!this.pointer.pinned) {
            this.closeCard();
        }
    }

    /** A click opens; a tap shows the card first, since a finger cannot hover. */
    onClick(ev) {
        const bubble = this.bubbleOf(ev);
        if (!bubble) {
            this.closeCard();
        } else if (ev.pointerType === "touch") {
            this.showCard(bubble, true);
        } else {
            this.open(bubble);
        }
    }

    onKeyDown(ev) {
        const bubble = this.bubbleOf(ev);
        if (ev.key === "Escape") {
            this.closeCard();
        } else if (bubble && (ev.key === "Enter" || ev.key === " ")) {
            ev.preventDefault();
            this.open(bubble);
        } else if (bubble && ev.key in NEXT) {
            ev.preventDefault();
            const { order } = this;
            const at = (order.indexOf(bubble.id) + NEXT[ev.key] + order.length) % order.length;
            this.state.focused = order[at];
            this.plotRef.el.querySelector(`[data-bubble="${order[at]}"]`).focus();
        }
    }

    open(bubble) {
        this.closeCard();
        this.props.openBubble(bubble);
    }

    openQuadrant({ title, ids }) {
        if (ids.length) {
            this.props.openList(title, [["id", "in", ids]]);
        }
    }

    openUnknown() {
        const { unknownDomain } = this.props.data;
        this.props.openList(
            this.props.archInfo.unknownLabel || _t("Not in the picture"),
            unknownDomain,
        );
    }
}
