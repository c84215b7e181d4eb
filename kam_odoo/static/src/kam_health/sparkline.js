/** Height of the picture in points of health, with room for the last dot. */
const HEIGHT = 40;
const STEP = 8;
const MARGIN = 4;

/**
 * Where the weeks of an account lie in the small picture.
 *
 * Always on the scale from 0 to 100, so that two accounts can be compared; one step a
 * week, so that a missing week leaves its gap.
 *
 * @param {Array<{date: string, health: number}>} history the oldest first
 * @returns {{width: number, height: number, path: string, points: Array, bands: Array}}
 */
export function sparkline(history) {
    const y = (health) => MARGIN + (HEIGHT * (100 - health)) / 100;
    const day = (date) => Date.parse(`${date}T00:00:00Z`) / 86400000;
    const first = history.length ? day(history[0].date) : 0;
    const points = history.map((week) => ({
        ...week,
        x: MARGIN + (STEP * (day(week.date) - first)) / 7,
        y: y(week.health),
    }));
    const last = points.length ? points[points.length - 1].x : MARGIN;
    const round = (number) => Math.round(number * 10) / 10;
    return {
        width: round(last + MARGIN),
        height: HEIGHT + 2 * MARGIN,
        path: points.map((p) => `${round(p.x)},${round(p.y)}`).join(" "),
        points,
        bands: [67, 40].map(y),
    };
}
