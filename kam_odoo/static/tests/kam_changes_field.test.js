import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const KNOWN = {
    as_of: "2026-03-02",
    date_from: "2026-02-04",
    date_to: "2026-03-02",
    days: 27,
    previous_id: 1,
    currency_id: 1,
    account_id: 3,
    company_id: 1,
    sales: {
        before_from: "2026-01-08",
        before_to: "2026-02-03",
        revenue: 430,
        margin: 130,
        orders: 2,
        revenue_before: 400,
        margin_before: 0,
        orders_before: 2,
    },
    standing: {
        abc: "a",
        xyz: "y",
        retention: "at_risk",
        score: false,
        before: { abc: "b", xyz: "y", retention: "active", score: false },
    },
    objectives: [
        {
            id: 5,
            name: "More revenue",
            status: "on_track",
            status_before: "at_risk",
            progress: 0.731,
            progress_before: 0.301,
        },
        {
            id: 6,
            name: "Not read yet",
            status: false,
            status_before: false,
            progress: false,
            progress_before: false,
        },
    ],
    actions: {
        late: {
            count: 1,
            items: [{ id: 8, name: "Call them", user: "Ann", date: "2026-02-20" }],
        },
        done: { count: 0, items: [] },
        new: { count: 0, items: [] },
        open: 3,
    },
    escalations: { open: 0, opened: 1, solved: 1, items: [] },
    opportunities: {
        won: { count: 1, amount: 500, items: [] },
        lost: { count: 0, amount: 0, items: [] },
    },
    rhythm: [{ kind: "status", state: "overdue", last: "2026-01-02", next: false, overdue: 9 }],
};

class Review extends models.Model {
    _name = "kam.review";

    known = fields.Json();
    partner_id = fields.Char();
    _records = [
        { id: 1, known: KNOWN },
        { id: 2, known: { ...KNOWN, days: 0, sales: false, objectives: [], rhythm: [] } },
        { id: 3, known: false },
        { id: 4, known: false, partner_id: "Altmark" },
    ];
}

defineMailModels();
defineModels([Review]);

const form = (resId) =>
    mountView({
        type: "form",
        resModel: "kam.review",
        resId,
        arch: `<form>
            <field name="partner_id" invisible="1"/>
            <field name="known" widget="kam_changes"/>
        </form>`,
    });

test("what changed, and what it was before", async () => {
    await form(1);
    expect(".kam_changes").toHaveText(/27 days/);
    const [sales, objectives] = queryAllTexts(".kam_known_card");
    expect(sales).toMatch(/\+8\s%/u);
    expect(sales).toMatch(/new against/u);
    expect(objectives).toMatch(/30\s%\s*73\s%/u);
    expect(objectives).toMatch(/was: At risk/u);
    expect(".kam_changes .fa-arrow-up").toHaveCount(1);
    // better in class, worse in retention, the same in regularity
    expect("dd b.text-success").toHaveText("A");
    expect("dd b.text-danger").toHaveText("At risk");
    expect("dd b").toHaveCount(2);
    expect(".text-danger:contains(1 late)").toHaveCount(1);
});

test("a figure opens what it counts", async () => {
    onRpc("kam.review", "action_open_known", ({ args }) => {
        expect.step(args);
        return { type: "ir.actions.act_window", res_model: "sale.order.line" };
    });
    mockService("action", {
        doAction(action) {
            expect.step(action.res_model);
        },
    });
    onRpc("has_access", () => true);
    await form(1);
    await click(".kam_known_large:first");
    await animationFrame();
    expect.verifySteps([[1, "sales"], "sale.order.line"]);
    await click("a:contains(More revenue)");
    await animationFrame();
    expect.verifySteps(["kam.objective"]);
});

test("nothing to compare, or nothing at all", async () => {
    await form(2);
    expect(".kam_changes").toHaveText(/Nothing to compare yet/);
    expect(".kam_changes").toHaveText(/No plan with objectives/);
});

test("without an account", async () => {
    await form(3);
    expect(".o_field_kam_changes").toHaveText(/Choose the account/);
    await form(4);
    expect(".o_field_kam_changes:last").toHaveText(/It was cancelled/);
});
