import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { KamAnalysis } from "./kam_test_models";

/** What the server tells about an account; a part without data is false. */
function known(values = {}) {
    return {
        as_of: "2026-02-15",
        currency_id: 1,
        account_id: 3,
        company_id: 1,
        sales: {
            date_from: "2025-02-16",
            date_to: "2026-02-15",
            revenue: 2000,
            revenue_before: 1000,
            margin: 500,
            margin_before: 400,
            orders: 12,
            orders_before: 10,
            last_order: "2026-02-10",
            categories: [
                { id: 5, name: "Drives", revenue: 2000, margin: 500, revenue_before: 800 },
                { id: 6, name: "Sensors", revenue: 0, margin: 0, revenue_before: 200 },
            ],
            others: { count: 0, revenue: 0, revenue_before: 0 },
        },
        standing: {
            abc: "a",
            xyz: false,
            retention: "at_risk",
            analysis_date: false,
            median_interval: false,
            days_since_order: false,
            years: false,
            profit: false,
            score: false,
        },
        contacts: { count: 0, people: [] },
        opportunities: {
            open: { count: 0, amount: 0, items: [] },
            won: { count: 0, amount: 0 },
            lost: { count: 1, amount: 70, reasons: [{ name: false, count: 1, amount: 70 }] },
        },
        quotations: { count: 0, amount: 0, items: [] },
        meetings: { held: 0, last: false, planned: [], planned_count: 0 },
        payment: { open: 80, overdue: 50, delay: 10, settled: 1 },
        escalations: false,
        ...values,
    };
}

class Plan extends models.Model {
    _name = "kam.plan";

    known = fields.Json();
    snapshot_approved = fields.Json();
    snapshot_closed = fields.Json();
    sections = fields.Json();
    progress = fields.Float();
    expected = fields.Float();
    status = fields.Selection({
        selection: [
            ["on_track", "On track"],
            ["at_risk", "At risk"],
            ["off_track", "Off track"],
            ["done", "Reached"],
        ],
    });
    _records = [
        {
            id: 1,
            known: known(),
            snapshot_approved: known({ as_of: "2026-01-01", sales: false }),
            snapshot_closed: false,
            sections: [
                { key: "goals", level: "amber", label: "Their goals", hint: "Both." },
                { key: "people", level: "green", label: "People", hint: "Two." },
            ],
            progress: 0.4,
            expected: 0.5,
            status: "at_risk",
        },
        { id: 2, known: false, progress: 1.3, expected: 1, status: "done" },
    ];
}
defineMailModels();
defineModels([Plan, KamAnalysis]);

const form = (arch, resId = 1) =>
    mountView({ type: "form", resModel: "kam.plan", resId, arch: `<form>${arch}</form>` });

test("progress: bar, mark of what is expected, colour of the status", async () => {
    await form(`<field name="progress" widget="kam_progress"/>`);
    expect(".kam_progress_bar").toHaveClass("bg-warning");
    expect(".kam_progress_bar").toHaveAttribute("style", "width: 40%");
    expect(".kam_progress_mark").toHaveAttribute("style", "inset-inline-start: 50%");
    expect(".kam_progress_label").toHaveText("40 %");
});

test("progress: more than reached fills the bar and no more", async () => {
    await form(`<field name="progress" widget="kam_progress"/>`, 2);
    expect(".kam_progress_bar").toHaveClass("bg-success");
    expect(".kam_progress_bar").toHaveAttribute("style", "width: 100%");
    expect(".kam_progress_label").toHaveText("130 %");
});

test("progress: unknown is a dash without a bar", async () => {
    onRpc("kam.plan", "web_read", async ({ parent }) => {
        const records = await parent();
        records[0].progress = false;
        return records;
    });
    await form(`<field name="progress" widget="kam_progress"/>`);
    expect(".kam_progress_bar").toHaveCount(0);
    expect(".kam_progress_label").toHaveText("–");
});

test("sections: a light each, with words for those who do not see colours", async () => {
    await form(`<field name="sections" widget="kam_sections"/>`);
    expect(".kam_section").toHaveCount(2);
    expect(".kam_section:eq(0)").toHaveAttribute("data-tooltip", "Their goals: begun. Both.");
    expect(".kam_section:eq(1) i").toHaveClass("fa-check-circle");
});

test("what we know: figures, changes, reasons; a missing part says so", async () => {
    await form(`<field name="known" widget="kam_known"/>`);
    expect(".kam_known_wide").toHaveText(/\+100 %/);
    expect(".kam_known_table tr:eq(1)").toHaveText(/-100 %/);
    expect(".kam_known_bar:eq(0)").toHaveAttribute("style", "width: 100%");
    expect(".kam_known_bar:eq(1)").toHaveAttribute("style", "width: 40%");
    expect(".kam_known").toHaveText(/no reason given/);
    expect(".kam_known").toHaveText(/Paid 10 days late/);
    expect(".kam_known .badge:eq(1)").toHaveText("At risk");
    expect(".kam_known").not.toHaveText(/Escalations/);
});

test("what we know: as it was when the plan was approved", async () => {
    await form(`<field name="known" widget="kam_known"/>`);
    expect(".kam_known .btn").toHaveCount(2);
    await click(".kam_known .btn:eq(1)");
    await animationFrame();
    expect(".kam_known").toHaveText(/01\/01\/2026/);
    expect(".kam_known_wide").toHaveText(/No confirmed order/);
});

test("what we know: a figure opens the order lines behind it", async () => {
    mockService("action", {
        doAction(action) {
            expect.step(action.name);
        },
    });
    onRpc("kam.plan", "action_open_sold", ({ kwargs }) => {
        expect.step(`${kwargs.date_from} ${kwargs.categ_id}`);
        return { type: "ir.actions.act_window", name: "Lines", res_model: "sale.order.line" };
    });
    onRpc("has_access", () => true);
    await form(`<field name="known" widget="kam_known"/>`);
    await click(".kam_known_table a:eq(0)");
    await animationFrame();
    expect.verifySteps(["2025-02-16 5", "Lines"]);
    expect(".o_notification").toHaveCount(0);
});

test("what we know: who may not see the orders is told so", async () => {
    mockService("action", {
        doAction() {
            expect.step("opened");
        },
    });
    onRpc("kam.plan", "action_open_sold", () => ({
        type: "ir.actions.act_window",
        res_model: "sale.order.line",
    }));
    onRpc("has_access", () => false);
    await form(`<field name="known" widget="kam_known"/>`);
    await click(".kam_known_table a:eq(0)");
    await animationFrame();
    expect.verifySteps([]);
    expect(".o_notification").toHaveText(/may not open what it counts/);
});

test("what we know: nothing before an account is chosen", async () => {
    await form(`<field name="known" widget="kam_known"/>`, 2);
    expect(".kam_known").toHaveCount(0);
});
