import { labels, radii, radius, range, spread, ticks } from "./bubble_layout";

const NARROW = 520; // pixels: a phone
const TITLE_HEIGHT = 30;
const CROWD = 80; // bubbles from which one looks through them

/**
 * The field of the picture, where bubbles and names can be in it, and where the centres
 * of bubbles are drawn. The titles of the zones have a row of their own above and below:
 * nothing lies over them.
 */
function areaOf(width, height, bubble, hasTitles) {
    const left = width < NARROW ? 40 : 58;
    const area = { left, right: width - 8, top: 6, bottom: height - 42 };
    const titles = hasTitles ? TITLE_HEIGHT : 0;
    const across = bubble * 0.8 + 4;
    const down = titles ? titles + bubble + 2 : across;
    return {
        ...area,
        free: { ...area, top: area.top + titles, bottom: area.bottom - titles },
        width: area.right - area.left,
        height: area.bottom - area.top,
        inner: {
            left: area.left + across,
            top: area.top + down,
            width: Math.max(10, area.right - area.left - 2 * across),
            height: Math.max(10, area.bottom - area.top - 2 * down),
        },
    };
}

/** From a value of the axis to pixels, and the steps of the axis. */
function axisOf(data, archInfo, axis, toPixels) {
    const [min, max] = range(
        data.bubbles.map((bubble) => bubble[axis]),
        { ...archInfo[`${axis}Range`], split: data.split[axis] },
    );
    const place = (value) => toPixels((value - min) / (max - min));
    return {
        place,
        ticks: ticks(min, max).map((value) => ({ value, at: place(value) })),
        split: data.split[axis] === null ? null : place(data.split[axis]),
    };
}

/** Named fields; a bubble on the line belongs to the higher one. */
function quadrantsOf(archInfo, { split }, bubbles, area, splits, height) {
    if (splits.x === null || splits.y === null) {
        return [];
    }
    return archInfo.quadrants.map((quadrant) => {
        const [right, upper] = [quadrant.x === "high", quadrant.y === "high"];
        const inside = bubbles.filter(
            (bubble) => bubble.x >= split.x === right && bubble.y >= split.y === upper,
        );
        const rect = {
            left: right ? splits.x : area.left,
            top: upper ? area.top : splits.y,
            width: right ? area.right - splits.x : splits.x - area.left,
            height: upper ? splits.y - area.top : area.bottom - splits.y,
        };
        const down = upper
            ? `top:${rect.top + 4}px`
            : `bottom:${height - rect.top - rect.height + 4}px`;
        return {
            ...quadrant,
            key: `${quadrant.x}_${quadrant.y}`,
            ids: inside.map((bubble) => bubble.id),
            rect,
            style: `left:${rect.left + 6}px;max-width:${Math.max(0, rect.width - 12)}px;${down}`,
        };
    });
}

/**
 * Everything that is drawn, in pixels.
 *
 * @param {Object} params
 * @param {Object} params.archInfo what the view says
 * @param {Object} params.data what the model loaded
 * @param {number} params.width
 * @param {number} params.height
 * @param {Set<string>} params.chosen entries of the legend that are on; none is all
 * @param {(text: string) => number} params.measure width of a text in pixels
 * @returns {Object}
 */
export function makePicture({ archInfo, data, width, height, chosen, measure }) {
    const shown = data.bubbles.filter((bubble) => !chosen.size || chosen.has(bubble.category));
    // The scales are those of all: what the legend leaves keeps its place and size.
    const limits = radii(data.bubbles.length, width, height);
    const area = areaOf(width, height, limits.max, archInfo.quadrants.length);
    const { inner } = area;
    const x = axisOf(data, archInfo, "x", (part) => inner.left + part * inner.width);
    const y = axisOf(data, archInfo, "y", (part) => inner.top + (1 - part) * inner.height);
    const largest = data.bubbles.reduce((most, bubble) => Math.max(most, bubble.size || 0), 0);
    const bubbles = shown
        .map((bubble) => ({
            ...bubble,
            cx: x.place(bubble.x),
            cy: y.place(bubble.y),
            r: radius(bubble.size, largest, limits),
        }))
        .sort((a, b) => b.r - a.r || a.id - b.id);
    spread(bubbles, area.free);
    const splits = { x: x.split, y: y.split };
    return {
        width,
        height,
        area,
        bubbles,
        splits,
        quadrants: quadrantsOf(archInfo, data, bubbles, area, splits, height),
        labels: labels(bubbles, area.free, measure, splits.y),
        xTicks: x.ticks,
        yTicks: y.ticks,
        opacity: bubbles.length > CROWD ? 0.6 : 0.8,
    };
}
