/**
 * Where things go in a bubble picture. Pure geometry: no DOM, no Odoo.
 */

const LABEL_HEIGHT = 15;
const GOLDEN_ANGLE = 2.39996;
const MOST_LABELS = 28;
const DOT = 6; // a name may lie over bubbles smaller than this radius

/**
 * Round steps of an axis, ends included where they are round.
 *
 * @param {number} min
 * @param {number} max
 * @returns {number[]}
 */
export function ticks(min, max) {
    const span = max - min;
    if (!(span > 0)) {
        return [min];
    }
    const power = 10 ** Math.floor(Math.log10(span));
    const parts = [0.25, 0.5, 1, 2, 2.5]; // a span has 1 to 10 times its power
    const step = parts.find((part) => span / (part * power) <= 4) * power;
    const result = [];
    for (let value = Math.ceil(min / step) * step; value <= max + step / 1000; value += step) {
        result.push(Number(value.toPrecision(12)));
    }
    return result;
}

/**
 * The range of an axis: as given, else around the values and the line between.
 *
 * @param {number[]} values
 * @param {Object} [given] min, max, split: each a number or null
 * @returns {[number, number]}
 */
export function range(values, { min = null, max = null, split = null } = {}) {
    const all = split === null ? values : [...values, split];
    let low = min ?? all.reduce((a, b) => Math.min(a, b), Infinity);
    let high = max ?? all.reduce((a, b) => Math.max(a, b), -Infinity);
    if (!Number.isFinite(low) || !Number.isFinite(high)) {
        [low, high] = [min ?? 0, max ?? (min ?? 0) + 1];
    }
    if (low >= high) {
        [low, high] = [low - 1, high + 1];
    }
    return [low, high];
}

/**
 * Radius of the largest and smallest bubble: they shrink as they become more.
 *
 * @param {number} count
 * @param {number} width of the picture in pixels
 * @param {number} height of the picture in pixels
 * @returns {{min: number, max: number}}
 */
export function radii(count, width, height) {
    const crowd = Math.min(1, (12 / Math.max(count, 1)) ** 0.3);
    const max = Math.max(7, Math.min(width, height) * 0.085 * crowd);
    return { min: Math.max(3, max * 0.2), max };
}

/**
 * The area of a bubble, not its radius, is proportional to the size.
 *
 * @param {number|false} size
 * @param {number} largest size of all
 * @param {{min: number, max: number}} limits
 * @returns {number}
 */
export function radius(size, largest, { min, max }) {
    return largest > 0 && size > 0 ? Math.max(min, max * Math.sqrt(size / largest)) : min;
}

const within = (value, low, high) => Math.max(low, Math.min(value, Math.max(low, high)));

/**
 * Move bubbles with the same centre apart, always in the same way.
 *
 * @param {Object[]} bubbles with cx, cy, r, the largest first; changed in place
 * @param {{top: number, bottom: number}} area where they stay
 */
export function spread(bubbles, { top, bottom }) {
    const taken = new Map();
    for (const bubble of bubbles) {
        const key = `${Math.round(bubble.cx / 3)}:${Math.round(bubble.cy / 3)}`;
        const before = taken.get(key) || 0;
        taken.set(key, before + 1);
        if (before) {
            const distance = Math.max(4, bubble.r) * Math.sqrt(before);
            bubble.cx += distance * Math.cos(before * GOLDEN_ANGLE);
            bubble.cy += distance * Math.sin(before * GOLDEN_ANGLE);
            bubble.cy = within(bubble.cy, top + bubble.r, bottom - bubble.r);
        }
    }
}

const overlap = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function box(left, middle, width) {
    return {
        left,
        right: left + width,
        top: middle - LABEL_HEIGHT / 2,
        bottom: middle + LABEL_HEIGHT / 2,
    };
}

/** Places of a label, the best first: inside, beside, above and below, at a corner. */
function places({ cx, cy, r }, width) {
    const [side, corner, above] = [r + 4, r * 0.75 + 3, r + 9];
    const slant = r * 0.7 + 5;
    const right = (dx, dy) => ({ anchor: "start", x: cx + dx, y: cy + dy, left: cx + dx });
    const left = (dx, dy) => ({ anchor: "end", x: cx - dx, y: cy + dy, left: cx - dx - width });
    const middle = (dy) => ({ anchor: "middle", x: cx, y: cy + dy, left: cx - width / 2 });
    return [
        ...(width <= 2 * r - 6 ? [middle(0)] : []),
        right(side, 0),
        left(side, 0),
        middle(-above),
        middle(above),
        right(corner, -slant),
        right(corner, slant),
        left(corner, -slant),
        left(corner, slant),
    ].map((place) => ({ ...place, box: box(place.left, place.y, width) }));
}

const cuts = (place, { cx, cy, r }) => {
    const dx = cx - Math.max(place.left, Math.min(cx, place.right));
    const dy = cy - Math.max(place.top, Math.min(cy, place.bottom));
    return dx * dx + dy * dy < r * r;
};

/**
 * Names beside the bubbles, none over another name, over another bubble of some size
 * or outside: with few bubbles all that fit, with many only the largest. A name lies on
 * the line between the zones only if there is no other place for it.
 *
 * @param {Object[]} bubbles with id, name, cx, cy, r, the largest first
 * @param {{left: number, right: number, top: number, bottom: number}} area
 * @param {(text: string) => number} measure width of a text in pixels
 * @param {number|null} [line] where a line goes across the picture
 * @returns {Object[]} id, name, anchor, x, y
 */
export function labels(bubbles, area, measure, line = null) {
    const large = bubbles.filter(({ r }) => r >= DOT);
    const placed = [];
    const result = [];
    for (const bubble of bubbles.slice(0, MOST_LABELS)) {
        const name = bubble.name.length > 26 ? `${bubble.name.slice(0, 25).trim()}…` : bubble.name;
        const open = places(bubble, measure(name)).filter(
            (place) =>
                place.box.left >= area.left &&
                place.box.right <= area.right &&
                place.box.top >= area.top &&
                place.box.bottom <= area.bottom &&
                !placed.some((other) => overlap(place.box, other)) &&
                !large.some((other) => other !== bubble && cuts(place.box, other)),
        );
        const free = open.find(({ box }) => !(box.top < line && line < box.bottom)) || open[0];
        if (free) {
            placed.push(free.box);
            result.push({ id: bubble.id, name, anchor: free.anchor, x: free.x, y: free.y });
        }
    }
    return result;
}
