import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { click, press, queryAll, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { sparkline } from "@kam_odoo/kam_health/sparkline";
import { HEIGHT, monthBars } from "@kam_odoo/kam_overview/month_bars";

const months = Array.from({ length: 24 }, (_, index) => ({
    month: `m${index}`,
    label: `Month ${index}`,
    revenue: index < 12 ? 50 : 100,
    margin: index === 23 ? -20 : 10,
    orders: 1,
}));

const driver = (id, score) => ({ id, name: `Driver ${id}`, score, words: `words of ${id}` });

const RICH = {
    account: 1,
    in_team: true,
    company: false,
    sales: {
        currency: 1,
        first: "Feb 2025",
        last: "Jan 2026",
        months,
        any: true,
        revenue: 1200,
        revenue_before: 600,
        margin: 90,
        margin_before: 120,
        analysis: true,
    },
    classes: { abc: "a", xyz: "z", retention: "at_risk", retention_label: "At risk" },
    score: { score: 74.5, coverage: 1, axes: [{ label: "Attractiveness", score: 80.1 }] },
    health: {
        id: 9,
        health: 39,
        band: "poor",
        band_label: "Poor",
        confidence: 0.9,
        cap: "A sponsor has left",
        change: -12.5,
        rows: [driver("trend", 67), driver("payment", false)],
        history: [
            { date: "2026-01-05", health: 51.5 },
            { date: "2026-01-12", health: 39 },
        ],
    },
    plan: {
        id: 5,
        name: "Jan – Mar",
        state: "active",
        state_label: "Active",
        until: "03/31/2026",
        days_left: 1,
        progress: 0.25,
        expected: 0.5,
        status: "off_track",
        status_label: "Off track",
        objectives: [
            {
                id: 6,
                name: "Sell more",
                progress: 0.25,
                result: "25 of 100",
                status: "off_track",
                status_label: "Off track",
            },
        ],
        more: 2,
        may_create: true,
    },
    work: {
        review: { id: 7, kind: "Progress review", day: "02/10/2026", late: true },
        actions: {
            count: 2,
            late: 1,
            first: [{ id: 8, name: "Call them", who: "Ana", day: "02/14/2026", late: true }],
        },
        escalations: { count: 0, late: 0 },
        opportunities: { count: 2, unranked: 1, amount: 150, currency: 1 },
        activities: { count: 3, late: 2 },
    },
    people: {
        count: 5,
        first: [
            {
                id: 4,
                name: "Berta",
                words: "Owner",
                attitude: "4",
                attitude_label: "Mentor",
            },
        ],
        gaps: [{ id: 3, name: "Sponsor" }],
        proposals: 7,
        team: ["Ana"],
        team_more: 0,
        theirs: 1,
        ours: 1,
        few: true,
    },
};

const POOR = {
    account: 2,
    in_team: true,
    company: false,
    sales: { ...RICH.sales, any: false },
    classes: { abc: false, xyz: false, retention: false, retention_label: false },
    score: false,
    health: { message: "Not counted yet." },
    plan: { may_create: true, earlier: 0 },
    work: {
        review: { id: false },
        actions: { count: 0, late: 0, first: [] },
        escalations: { count: 0, late: 0 },
        opportunities: { count: 0, unranked: 0, amount: 0, currency: 1 },
        activities: { count: 0, late: 0 },
    },
    people: {
        count: 0,
        first: [],
        gaps: [],
        proposals: 0,
        team: [],
        team_more: 0,
        theirs: 0,
        ours: 0,
        few: false,
    },
};

const CLOSED = {
    ...POOR,
    in_team: false,
    sales: false,
    health: false,
    plan: false,
    people: false,
    work: { ...POOR.work, review: false, actions: false, opportunities: false },
};

class KamGlance extends models.Model {
    _name = "kam.glance";

    glance = fields.Json();
    employees = fields.Integer();

    _records = [
        { id: 1, glance: RICH, employees: 250 },
        { id: 2, glance: POOR },
        { id: 3, glance: CLOSED },
        { id: 4, glance: false },
    ];
}

defineMailModels();
defineModels([KamGlance]);

const mount = (resId) =>
    mountView({
        type: "form",
        resModel: "kam.glance",
        resId,
        arch: `<form><field name="glance" widget="kam_overview" nolabel="1"/></form>`,
    });

const cards = () =>
    [...document.querySelectorAll(".kam_account_card")].map((card) => card.dataset.card);

beforeEach(() => {
    mockService("action", {
        doAction(action) {
            expect.step(action.res_id ? `${action.res_model} ${action.res_id}` : action.res_model);
        },
        doActionButton({ name, args }) {
            expect.step(`${name} ${args}`);
        },
    });
});

test("figures stand with their change and 24 bars", async () => {
    await mount(1);
    expect(cards()).toEqual(["sales", "health", "plan", "work", "people"]);
    expect("[data-figure=revenue] .kam_overview_number").toHaveText(/1\.2k/);
    expect("[data-figure=revenue] .kam_overview_up").toHaveText(/^\+100\s%$/);
    expect("[data-figure=margin] .kam_overview_down").toHaveText(/^-25\s%$/);
    expect("[data-figure=margin]").toHaveText(/7\.5\s% of revenue/);
    expect("[data-figure=revenue] .kam_overview_bar").toHaveCount(24);
    expect("[data-figure=revenue] .kam_overview_before").toHaveCount(12);
    expect("[data-figure=margin] .kam_overview_loss").toHaveCount(1);
    expect("[data-figure=margin] svg").toHaveAttribute(
        "aria-label",
        "Margin by month, from Month 0 to Month 23.",
    );
    expect("[data-card=sales] .badge").toHaveCount(3);
});

test("what is wrong is said, not only coloured", async () => {
    await mount(1);
    expect("[data-card=health] .badge").toHaveText("Poor");
    expect("[data-card=health] .kam_overview_warning").toHaveText(/A sponsor has left/);
    expect("[data-driver=payment]").toHaveText(/unknown/);
    expect("[data-driver=payment] .kam_overview_track").toHaveCount(0);
    expect("[data-card=plan]").toHaveText(/1 day left/);
    expect("[data-objective='6'] .badge").toHaveText("Off track");
    expect("[data-card=plan]").toHaveText(/2 more objectives/);
    expect("[data-work=actions]").toHaveText(/1 late/);
    expect("[data-work=opportunities]").toHaveText(/1 not ranked/);
    expect("[data-card=people] .kam_overview_warning").toHaveText(/1 of theirs and 1 of ours/);
    expect("[data-person='4'] .kam_overview_face").toHaveAttribute("aria-label", "Mentor");
});

test("everything leads to its record", async () => {
    await mount(1);
    const ways = [
        [".kam_overview_big", ["kam.health.snapshot 9"]],
        [".kam_overview_plan .btn-link", ["kam.plan 5"]],
        ["[data-objective='6'] .btn-link", ["kam.objective 6"]],
        ["[data-action='8'] .btn-link", ["kam.action 8"]],
        ["[data-person='4'] .btn-link", ["kam.stakeholder 4"]],
        ["[data-figure=revenue] .kam_overview_number", ["action_kam_analysis []"]],
        [".kam_people_gap", ["action_kam_add_stakeholder [3]"]],
    ];
    for (const [target, steps] of ways) {
        await click(target);
        await animationFrame();
        await animationFrame();
        expect.verifySteps(steps);
    }
});

test("everything is reached by Tab and pressed by Enter", async () => {
    await mount(1);
    const buttons = queryAll(".kam_account_card button");
    expect(buttons.length).toBeGreaterThan(20);
    for (const button of buttons) {
        expect(button.tabIndex).toBe(0);
        expect(button.textContent.trim() || button.title).not.toBe("");
    }
    const ways = [
        [".kam_overview_big", ["kam.health.snapshot 9"]],
        ["button:has(.kam_health_spark)", ["action_kam_health []"]],
        ["[data-objective='6'] .btn-link", ["kam.objective 6"]],
        ["[data-person='4'] .btn-link", ["kam.stakeholder 4"]],
        [".kam_people_gap", ["action_kam_add_stakeholder [3]"]],
    ];
    for (const [target, steps] of ways) {
        queryOne(target).focus();
        await press("Enter");
        await animationFrame();
        await animationFrame();
        expect.verifySteps(steps);
    }
});

test("the weeks of health are a line, with words for who does not see it", async () => {
    await mount(1);
    expect("[data-card=health] .kam_health_spark").toHaveAttribute(
        "aria-label",
        "Health of the last 2 weeks: from 51.5 to 39.0.",
    );
    expect("[data-card=health] .kam_health_path").toHaveAttribute(
        "points",
        sparkline(RICH.health.history).path,
    );
});

test("an empty card says what to do", async () => {
    await mount(2);
    expect("[data-card=sales]").toHaveText(/No orders in the last 24 months/);
    expect("[data-card=plan] .btn-link").toHaveText("New plan");
    expect("[data-card=people]").toHaveText(/Add a person/);
    expect("[data-card=health]").toHaveText(/Not counted yet/);
    expect(".kam_overview_bar").toHaveCount(0);
    expect(".kam_overview_warning").toHaveCount(0);
    await click("[data-card=sales] .btn-link");
    await animationFrame();
    expect.verifySteps(["crm.lead"]);
});

test("cards that are not for the reader are not there", async () => {
    await mount(3);
    expect(cards()).toEqual(["sales", "work"]);
    expect("[data-card=sales] .kam_account_card_title").toHaveText("Classes and score");
    expect("[data-card=work] dt").toHaveCount(2);
    expect(".kam_overview_closed").toHaveCount(1);
});

const count = (resId, readonly) =>
    mountView({
        type: "form",
        resModel: "kam.glance",
        resId,
        arch: `<form><field name="employees" widget="kam_count" ${readonly} placeholder="How many?"/></form>`,
    });

test("a number that is not known invites to type it", async () => {
    await count(4, "");
    expect("[name=employees] input").toHaveAttribute("placeholder", "How many?");
});

test("a number that is not known, for reading", async () => {
    onRpc("kam.glance", "web_read", () => [{ id: 4, employees: false }]);
    await count(4, 'readonly="1"');
    expect("[name=employees]").toHaveText("not known");
});

test("a number for reading", async () => {
    await count(1, 'readonly="1"');
    expect("[name=employees]").toHaveText("250");
});

test("nothing for a contact that is no account", async () => {
    await mount(4);
    expect(".kam_account_card").toHaveCount(0);
});

test("bars share one scale, and losses hang below the line", () => {
    const { bars, zero } = monthBars([10, 30, -10]);
    expect(zero).toBe((HEIGHT * 3) / 4);
    expect(bars.map((bar) => bar.height)).toEqual([9, 27, 9]);
    expect(bars.map((bar) => bar.y)).toEqual([18, 0, 27]);
    expect(bars.map((bar) => bar.isLoss)).toEqual([false, false, true]);
    const flat = monthBars([0, 0]);
    expect(flat.zero).toBe(HEIGHT);
    expect(flat.bars.map((bar) => bar.height)).toEqual([0, 0]);
    expect(monthBars([]).bars).toEqual([]);
});
