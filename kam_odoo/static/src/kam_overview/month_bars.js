/** Size of the small picture; it is stretched to the width of its card. */
export const WIDTH = 240;
export const HEIGHT = 36;
const GAP = 2;
/** Months of the year that counts; those before are shown paler. */
const YEAR = 12;

/**
 * Bars of a figure by month, the oldest first. What is below zero hangs below the line.
 *
 * @param {Array<number>} values
 * @returns {{bars: Array<{x: number, y: number, width: number, height: number,
 *   isBefore: boolean, isLoss: boolean}>, zero: number}}
 */
export function monthBars(values) {
    const highest = Math.max(0, ...values);
    const lowest = Math.min(0, ...values);
    const scale = highest > lowest ? HEIGHT / (highest - lowest) : 0;
    const round = (number) => Math.round(number * 10) / 10;
    const zero = round(highest > lowest ? highest * scale : HEIGHT);
    const step = WIDTH / (values.length || 1);
    const bars = values.map((value, index) => {
        const height = value ? Math.max(1, Math.abs(value) * scale) : 0;
        return {
            x: round(index * step + GAP / 2),
            y: round(value < 0 ? zero : zero - height),
            width: round(step - GAP),
            height: round(height),
            isBefore: index < values.length - YEAR,
            isLoss: value < 0,
        };
    });
    return { bars, zero };
}
