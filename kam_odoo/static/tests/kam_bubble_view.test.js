import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, queryAll, queryFirst, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { markup } from "@odoo/owl";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";

class Tier extends models.Model {
    _name = "tier";
    name = fields.Char();
    color = fields.Integer();
    _records = [
        { id: 1, name: "Growth", color: 3 },
        { id: 2, name: "Key", color: 10 },
    ];
}

class Account extends models.Model {
    _name = "account";
    name = fields.Char();
    _records = [1, 2, 3, 4, 5].map((id) => ({ id, name: `Account ${id}` }));
    _views = { form: `<form><field name="name"/></form>` };
}

class Score extends models.Model {
    _name = "score";
    account_id = fields.Many2one({ relation: "account" });
    tier_id = fields.Many2one({ relation: "tier", string: "Tier" });
    strength = fields.Float({ string: "Strength" });
    appeal = fields.Float({ string: "Appeal" });
    revenue = fields.Float({ string: "Revenue" });
    split = fields.Float();
    kind = fields.Selection({
        selection: [
            ["new", "New"],
            ["old", "Old"],
        ],
        string: "Kind",
    });
    _records = [
        { id: 1, account_id: 1, tier_id: 2, strength: 80, appeal: 90, revenue: 100, kind: "old" },
        { id: 2, account_id: 2, tier_id: 1, strength: 20, appeal: 60, revenue: 400, kind: "new" },
        { id: 3, account_id: 3, tier_id: 1, strength: 70, appeal: 10, revenue: 25, kind: "new" },
        { id: 4, account_id: 4, tier_id: false, strength: 40, appeal: 20, revenue: 25 },
        { id: 5, account_id: 5, tier_id: 1, strength: 40, appeal: 50, revenue: 25 },
    ].map((record) => ({ ...record, split: 40 }));
}

defineMailModels();
defineModels([Tier, Account, Score]);

const QUADRANTS = `
    <quadrant x="high" y="high" string="Best" help="Hold on"/>
    <quadrant x="low" y="high" string="Rising"/>
    <quadrant x="high" y="low" string="Calm"/>
    <quadrant x="low" y="low" string="Small"/>`;

const arch = (attributes = "") => `
    <kam_bubble string="Picture" x="strength" y="appeal" size="revenue" color="tier_id"
        color_field="color" name_field="account_id" x_min="0" x_max="100"
        x_split="50" y_split="split" ${attributes}>
        <field name="tier_id"/>
        <field name="revenue" string="Sales"/>
        ${QUADRANTS}
        <unknown string="Without a score"/>
    </kam_bubble>`;

/** Mount the view; the actions it does are collected. */
async function mount(attributes, options = {}) {
    const actions = [];
    mockService("action", {
        doAction(action) {
            actions.push(action);
        },
    });
    await mountView({ type: "kam_bubble", resModel: "score", arch: arch(attributes), ...options });
    await animationFrame();
    return actions;
}

const bubble = (id) => `.kam_bubble_mark[data-bubble="${id}"]`;
const circle = (id) => queryFirst(`${bubble(id)} circle`);
const number = (el, name) => Number(el.getAttribute(name));

test("bubbles stand on their axes, the larger behind the smaller", async () => {
    await mount();
    expect(".kam_bubble_mark").toHaveCount(5);
    expect(number(circle(1), "cx")).toBeGreaterThan(number(circle(2), "cx"));
    expect(number(circle(1), "cy")).toBeLessThan(number(circle(3), "cy"));
    const [large, middle] = [circle(2), circle(1)].map((el) => number(el, "r"));
    expect(large / middle).toBeCloseTo(2, { margin: 0.01 });
    expect(queryFirst(".kam_bubble_mark").dataset.bubble).toBe("2");
    expect(queryAll(".kam_bubble_axis_title").map((el) => el.textContent.trim())).toEqual([
        "Strength →",
        "Appeal →",
    ]);
    expect(queryAll(".kam_bubble_name").map((el) => el.textContent)).toInclude("Account 1");
});

test("nothing lies over the titles of the zones", async () => {
    // the largest bubble in the topmost place, and a crowd of it
    Score._records = Score._records.map((one) => ({ ...one, strength: 20, appeal: 90 }));
    await mount();
    expect(".kam_bubble_title").toHaveCount(4);
    for (const title of queryAll(".kam_bubble_title").map((el) => el.getBoundingClientRect())) {
        for (const el of queryAll(".kam_bubble_mark circle, .kam_bubble_name")) {
            const { top, bottom } = el.getBoundingClientRect();
            expect(bottom <= title.top || top >= title.bottom).toBe(true);
        }
    }
});

test("colours and the order of the legend come from the field's records", async () => {
    await mount();
    expect(bubble(1)).toHaveClass("kam_bubble_color_10");
    expect(bubble(2)).toHaveClass("kam_bubble_color_3");
    expect(bubble(4)).toHaveClass("kam_bubble_none");
    expect(queryAll(".kam_bubble_entry").map((el) => el.textContent.trim())).toEqual([
        "Growth3",
        "Key1",
        "Tier not set1",
    ]);
});

test("the legend filters, and what is shown is counted", async () => {
    await mount();
    await contains("[data-entry='1']").click();
    expect(".kam_bubble_mark").toHaveCount(3);
    expect("[data-entry='1']").toHaveAttribute("aria-pressed", "true");
    expect("[data-quadrant=high_high] .kam_bubble_count").toHaveText("0");
    await contains("[data-entry='2']").click();
    expect(".kam_bubble_mark").toHaveCount(4);
    await contains(".kam_bubble_legend .btn-link").click();
    expect(".kam_bubble_mark").toHaveCount(5);
});

test("what the legend leaves keeps its place and size", async () => {
    await mount();
    const place = () => ["cx", "cy", "r"].map((name) => number(circle(1), name));
    const before = place();
    await contains("[data-entry='2']").click();
    expect(".kam_bubble_mark").toHaveCount(1);
    expect(place()).toEqual(before);
});

test("a group-by gives the colours", async () => {
    await mount("", {
        searchViewArch: `<search><filter name="kind" string="Kind" context="{'group_by': 'kind'}"/></search>`,
    });
    await toggleSearchBarMenu();
    await toggleMenuItem("Kind");
    await animationFrame();
    expect(queryAll(".kam_bubble_entry").map((el) => el.textContent.trim())).toEqual([
        "New2",
        "Old1",
        "Kind not set2",
    ]);
});

test("filters of the search apply", async () => {
    await mount("", {
        searchViewArch: `<search><filter name="big" string="Big" domain="[('revenue', '>', 50)]"/></search>`,
    });
    await toggleSearchBarMenu();
    await toggleMenuItem("Big");
    await animationFrame();
    expect(".kam_bubble_mark").toHaveCount(2);
});

test("the split is a number or a field; on the line is the higher side", async () => {
    const actions = await mount();
    const count = (key) => queryFirst(`[data-quadrant=${key}] .kam_bubble_count`).textContent;
    // y is split at 40, x at 50: 1 is high/high, 2 and 5 low/high, 3 high/low, 4 low/low
    expect(["high_high", "low_high", "high_low", "low_low"].map(count)).toEqual([
        "1",
        "2",
        "1",
        "1",
    ]);
    await contains("[data-quadrant=low_high]").click();
    expect(actions[0]).toMatchObject({ name: "Rising", res_model: "score" });
    expect(actions[0].domain).toEqual([["id", "in", [2, 5]]]);
    expect("[data-quadrant=high_high]").toHaveAttribute("aria-label", "Best: 1. Hold on");
});

test("a click opens the related record", async () => {
    onRpc("account", "get_formview_action", ({ args }) => ({ opened: args[0] }));
    const actions = await mount(`open="account_id"`);
    await contains(bubble(3)).click();
    expect(actions).toEqual([{ opened: [3] }]);
});

test("a click does the action of the view", async () => {
    onRpc("score", "explain", ({ args }) => ({ explained: args[0] }));
    const actions = await mount(`action="explain"`);
    await contains(bubble(3)).click();
    expect(actions).toEqual([{ explained: [3] }]);
});

test("without more the record itself is opened", async () => {
    await mount("", { selectRecord: (resId) => expect.step(`open ${resId}`) });
    await contains(bubble(3)).click();
    expect.verifySteps(["open 3"]);
});

test("it can be used from the keyboard", async () => {
    await mount("", { selectRecord: (resId) => expect.step(`open ${resId}`) });
    expect(bubble(2)).toHaveAttribute(
        "aria-label",
        "Account 2, Strength 20.00, Appeal 60.00, Tier Growth, Sales 400.00",
    );
    expect(queryAll(".kam_bubble_mark[tabindex='0']")).toHaveLength(5);
    queryFirst(bubble(2)).focus();
    await press("ArrowRight");
    await animationFrame();
    expect(document.activeElement.dataset.bubble).toBe("1");
    await press("ArrowLeft");
    await press("ArrowLeft");
    await animationFrame();
    expect(document.activeElement.dataset.bubble).toBe("5");
    await press("Enter");
    expect.verifySteps(["open 5"]);
});

test("a card tells what a bubble is", async () => {
    await mount();
    await contains(bubble(2)).hover();
    expect(".kam_bubble_card strong").toHaveText("Account 2");
    expect(queryAll(".kam_bubble_card dt").map((el) => el.textContent)).toEqual([
        "Strength",
        "Appeal",
        "Tier",
        "Sales",
    ]);
    await contains(bubble(4)).hover();
    expect(".kam_bubble_card strong").toHaveText("Account 4");
    expect(queryAll(".kam_bubble_card dt").map((el) => el.textContent)).not.toInclude("Tier");
});

test("a tap shows the card first, and from there it opens", async () => {
    await mount("", { selectRecord: (resId) => expect.step(`open ${resId}`) });
    const tap = new PointerEvent("click", { bubbles: true, pointerType: "touch" });
    queryFirst(`${bubble(3)} circle`).dispatchEvent(tap);
    await animationFrame();
    expect(".kam_bubble_card strong").toHaveText("Account 3");
    expect.verifySteps([]);
    await contains(".kam_bubble_card .btn-primary").click();
    expect.verifySteps(["open 3"]);
});

test("who has no value on an axis is listed beside", async () => {
    onRpc("score", "web_search_read", async ({ parent }) => {
        const result = await parent();
        result.records.find((record) => record.id === 4).appeal = false;
        return result;
    });
    const actions = await mount();
    expect(".kam_bubble_mark").toHaveCount(4);
    expect(".kam_bubble_unknown").toHaveText("Without a score: 1");
    await contains(".kam_bubble_unknown").click();
    expect(actions[0]).toMatchObject({ name: "Without a score", domain: [["id", "in", [4]]] });
});

test("more than fit are told about", async () => {
    await mount(`limit="2"`);
    expect(".kam_bubble_mark").toHaveCount(2);
    expect(".kam_bubble_overflow").toHaveText(/The first 2 of 5 are shown/);
});

test("an empty picture shows the help of the action", async () => {
    await mount("", { domain: [["id", "=", 0]], noContentHelp: markup`<p>Nothing yet</p>` });
    expect(".kam_bubble").toHaveCount(0);
    expect(".o_view_nocontent").toHaveText("Nothing yet");
});

test("five hundred have one tab stop and few names", async () => {
    Score._records = [];
    for (let id = 1; id <= 500; id++) {
        Score._records.push({
            id,
            account_id: (id % 5) + 1,
            strength: (id * 37) % 100,
            appeal: (id * 61) % 100,
            revenue: id,
            split: 50,
        });
    }
    await mount();
    expect(".kam_bubble_mark").toHaveCount(500);
    expect(queryAll(".kam_bubble_mark[tabindex='0']")).toHaveLength(1);
    expect(queryAll(".kam_bubble_name").length).toBeLessThan(29);
});
