import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    makeMockEnv,
    mockService,
    mountView,
    preloadBundle,
} from "@web/../tests/web_test_helpers";
import {
    barDomain,
    paretoWords,
    whaleCurve,
    whalePeak,
    whaleWords,
} from "@kam_odoo/kam_pareto/kam_curves";
import { bar, KamAnalysis, PARETO } from "./kam_test_models";

defineMailModels();
defineModels([KamAnalysis]);
preloadBundle("web.chartjs_lib");

const arch = `<form><field name="pareto_data" widget="kam_pareto"/></form>`;

async function mountPareto(resId) {
    const opened = [];
    mockService("action", {
        doAction(action) {
            opened.push(action);
        },
    });
    await mountView({ type: "form", resModel: "kam.analysis", resId, arch });
    return opened;
}

const drawn = () => window.Chart.getChart(document.querySelector("canvas"));

describe("in words", () => {
    // number formats and translations
    beforeEach(makeMockEnv);

    test("the Pareto says how few bring most", () => {
        expect(paretoWords(PARETO.bars, "margin")).toBe(
            "The largest 2 of 5 customers bring 90\u00a0% of the margin.",
        );
    });

    test("the whale says where the profit peaks", () => {
        expect(whalePeak(PARETO.whale)).toMatchObject({ index: 1, customers: 2, rest: 3 });
        expect(whaleWords(PARETO.whale, 2)).toBe(
            "The best 2 customers earn 120\u00a0% of the profit; the rest lose 20\u00a0%.",
        );
    });

    test("nobody takes profit away", () => {
        const bars = [bar(1, 900, 0.9, "a"), bar(2, 100, 1, "b")];
        expect(whaleWords(bars, 2)).toBe("No customer takes profit away.");
    });

    test("a loss in total is told in money, not in percent", () => {
        const bars = [
            bar(1, 500, null, "a", { total: -300 }),
            bar(2, -800, null, "c", { total: -300 }),
        ];
        expect(whaleCurve(bars)).toEqual({ inPercent: false, values: [500, -300] });
        expect(whaleWords(bars, 2)).toBe("Together these customers lose 300.0\u00a0€.");
        expect(paretoWords(bars, "profit")).toBe(
            "The profit of these customers together is not above zero.",
        );
    });

    test("a bar knows its customers", () => {
        expect(barDomain(PARETO.bars[0], "margin")).toEqual([["partner_id", "=", 101]]);
        expect(barDomain(PARETO.bars[2], "margin")).toEqual([
            ["margin", ">=", 10],
            ["margin", "<=", 60],
        ]);
    });
});

describe("the picture", () => {
    test("bars stand for one customer each, with limits and a cumulative share", async () => {
        await mountPareto(7);
        const { datasets, labels } = drawn().data;
        expect(labels).toEqual(["Customer 1", "Customer 2", "3–5"]);
        expect(datasets[0].data.map(Math.round)).toEqual([700, 200, 33]);
        expect(datasets[1].data).toEqual([0.7, 0.9, 1]);
        expect(datasets.slice(2).map((dataset) => dataset.data[0])).toEqual([0.8, 0.95]);
        expect("canvas").toHaveAttribute("aria-label", /The largest 2 of 5 customers/);
    });

    test("the toggle draws the whale curve", async () => {
        await mountPareto(7);
        await contains(".btn-group button:contains(Whale)").click();
        await animationFrame();
        expect(drawn().config.type).toBe("line");
        expect(drawn().data.datasets[0].data.map((point) => point.y)).toEqual([0, 0.9, 1.2, 1]);
        expect(".kam_pareto_words").toHaveText(/The best 2 customers earn 120/);
    });

    test("bars, points and rows of the table open their customers", async () => {
        const opened = await mountPareto(7);
        const click = (index) => drawn().options.onClick(null, [{ index }]);
        click(0);
        click(2);
        await contains("summary").click();
        await contains("details button:contains(3–5)").click();
        await contains(".btn-group button:contains(Whale)").click();
        await animationFrame();
        click(3);
        const analysis = ["analysis_id", "=", 7];
        const group = [analysis, ["margin", ">=", 10], ["margin", "<=", 60]];
        expect(opened.map((action) => action.domain)).toEqual([
            [analysis, ["partner_id", "=", 101]],
            group,
            group,
            [analysis, ["profit", ">=", -150], ["profit", "<=", -10]],
        ]);
    });

    test("who sees own accounts only is told so, and gets no limits of the whole", async () => {
        KamAnalysis._records[0].customer_count = 50;
        await mountPareto(7);
        expect(drawn().data.datasets).toHaveLength(2);
        expect(".o_field_kam_pareto").toHaveText(/Only your own accounts are drawn/);
    });

    test("a preview opens nothing", async () => {
        const opened = await mountPareto(8);
        drawn().options.onClick(null, [{ index: 0 }]);
        expect(opened).toEqual([]);
        expect("details button").toHaveCount(0);
    });

    test("it is drawn anew for another record", async () => {
        mockService("action", {});
        await mountView({
            type: "form",
            resModel: "kam.analysis",
            resId: 7,
            resIds: [7, 9],
            arch,
        });
        expect("canvas").toHaveCount(1);
        await contains(".o_pager_next").click();
        expect("canvas").toHaveCount(0);
        expect(".kam_picture_message").toHaveText("There is no confirmed order.");
        await contains(".o_pager_previous").click();
        expect(drawn().data.labels).toHaveLength(3);
    });
});
