import { expect, test } from "@odoo/hoot";
import { labels, radii, radius, range, spread, ticks } from "@kam_odoo/kam_bubble/bubble_layout";

const measure = (text) => 6 * text.length;
const AREA = { left: 0, top: 0, right: 600, bottom: 400 };

test("an axis has round steps", () => {
    expect(ticks(0, 100)).toEqual([0, 25, 50, 75, 100]);
    expect(ticks(0, 10)).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(ticks(0, 5)).toEqual([0, 2, 4]);
    expect(ticks(1, 10)).toEqual([2.5, 5, 7.5, 10]);
    expect(ticks(3, 3)).toEqual([3]);
    expect(ticks(-1, 1)).toEqual([-1, -0.5, 0, 0.5, 1]);
});

test("a range is as given, else around the values and the split", () => {
    expect(range([20, 60])).toEqual([20, 60]);
    expect(range([20, 60], { split: 80 })).toEqual([20, 80]);
    expect(range([20, 60], { min: 0, max: 100 })).toEqual([0, 100]);
    expect(range([5])).toEqual([4, 6]);
    expect(range([])).toEqual([0, 1]);
});

test("four times the size is twice the radius", () => {
    const limits = { min: 3, max: 40 };
    expect(radius(400, 400, limits)).toBe(40);
    expect(radius(100, 400, limits)).toBe(20);
    expect(radius(-5, 400, limits)).toBe(3);
    expect(radius(false, 400, limits)).toBe(3);
    expect(radius(false, 0, limits)).toBe(3);
});

test("bubbles shrink as they become more", () => {
    const few = radii(5, 1000, 700).max;
    const many = radii(500, 1000, 700).max;
    expect(many).toBeLessThan(few / 2);
    expect(many).toBeGreaterThan(7);
});

test("bubbles in one place are moved apart, always alike", () => {
    const make = () => [1, 2, 3, 4].map((id) => ({ id, cx: 100, cy: 100, r: 6 }));
    const [first, second] = [make(), make()];
    spread(first, AREA);
    spread(second, AREA);
    expect(first).toEqual(second);
    expect([first[0].cx, first[0].cy]).toEqual([100, 100]);
    for (const a of first) {
        for (const b of first.filter((other) => other.id > a.id)) {
            expect(Math.hypot(a.cx - b.cx, a.cy - b.cy)).toBeGreaterThan(4);
        }
    }
});

test("bubbles that are moved apart stay in their field", () => {
    const bubbles = [1, 2, 3, 4, 5].map((id) => ({ id, cx: 100, cy: 12, r: 10 }));
    spread(bubbles, AREA);
    for (const { cy, r } of bubbles) {
        expect(cy - r).not.toBeLessThan(AREA.top);
    }
});

test("a name lies on the line only if nothing else is free", () => {
    const bubble = { id: 1, name: "Valves", cx: 300, cy: 200, r: 8 };
    const [there] = labels([bubble], AREA, measure, 200);
    expect(Math.abs(there.y - 200)).toBeGreaterThan(7);
    expect(labels([bubble], AREA, measure)[0].y).toBe(200);
    const low = { ...AREA, top: 190, bottom: 210 };
    expect(labels([bubble], low, measure, 200)[0].y).toBe(200);
});

test("names neither overlap nor leave the picture", () => {
    const bubbles = [];
    for (let id = 0; id < 60; id++) {
        const [cx, cy] = [20 + ((id * 97) % 560), 20 + ((id * 53) % 360)];
        bubbles.push({ id, name: `Customer ${id}`, cx, cy, r: 20 - id / 4 });
    }
    const placed = labels(bubbles, AREA, measure).map(({ name, anchor, x, y }) => {
        const width = measure(name);
        const left = { start: x, end: x - width, middle: x - width / 2 }[anchor];
        return { left, right: left + width, top: y - 7, bottom: y + 7 };
    });
    expect(placed.length).toBeGreaterThan(5);
    expect(placed.length).toBeLessThan(29);
    for (const a of placed) {
        expect(a.left >= 0 && a.right <= 600 && a.top >= 0 && a.bottom <= 400).toBe(true);
        const over = placed.filter(
            (b) =>
                b !== a &&
                a.left < b.right &&
                b.left < a.right &&
                a.top < b.bottom &&
                b.top < a.bottom,
        );
        expect(over).toHaveLength(0);
    }
});

test("a large bubble carries its name, a long name is cut", () => {
    const bubble = { id: 1, name: "A", cx: 300, cy: 200, r: 40 };
    expect(labels([bubble], AREA, measure)[0]).toMatchObject({ anchor: "middle", x: 300 });
    const long = { ...bubble, r: 10, name: "Konstrukcje i Urządzenia Przemysłowe" };
    expect(labels([long], AREA, measure)[0].name).toBe("Konstrukcje i Urządzenia…");
});
