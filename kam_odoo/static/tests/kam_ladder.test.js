import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { ladderLines } from "@kam_odoo/kam_ladder/kam_ladder_field";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

const LEVELS = [
    ["1", "Commodity broker"],
    ["2", "Provider"],
    ["3", "Value adder"],
    ["4", "Business partner"],
];

class Account extends models.Model {
    ladder = fields.Json();
}
defineMailModels();
defineModels([Account]);

async function mountLadder(values) {
    const ladder = {
        levels: LEVELS,
        ours: false,
        customer: false,
        ours_date: false,
        customer_date: false,
        gap: false,
        competitors: [],
        ...values,
    };
    Account._records = [{ id: 1, ladder }];
    await mountView({
        type: "form",
        resModel: "account",
        resId: 1,
        arch: `<form><field name="ladder" widget="kam_ladder"/></form>`,
    });
}

test("the highest rung is on top, with everybody in place", async () => {
    await mountLadder({
        ours: "4",
        customer: "2",
        gap: 2,
        ours_date: "2026-01-05",
        customer_date: "2026-01-06",
        competitors: [{ id: 3, name: "Rival", level: "2", strength: 4 }],
    });
    expect(queryAllTexts(".kam_ladder_name")).toEqual([
        "Business partner",
        "Value adder",
        "Provider",
        "Commodity broker",
    ]);
    expect("[data-level='4'] .kam_ladder_ours").toHaveCount(1);
    expect("[data-level='2'] .kam_ladder_customer").toHaveCount(1);
    expect("[data-level='2'] .kam_ladder_rival").toHaveText("Rival");
    expect(".kam_ladder p").toHaveText(/Gap of 2 rungs: we feel closer than they do\./);
    expect(".kam_ladder p").toHaveText(/01\/05\/2026.*01\/06\/2026/);
});

test("read aloud, it is a list of rungs with everybody on theirs", async () => {
    await mountLadder({
        ours: "4",
        customer: "2",
        gap: 2,
        competitors: [{ id: 3, name: "Rival", level: "2", strength: 4 }],
    });
    expect("ol.kam_ladder_rungs > li").toHaveCount(4);
    expect(queryAllTexts("ol.kam_ladder_rungs > li").map((text) => text.split("\n"))).toEqual([
        ["Business partner", "As we see it"],
        ["Value adder"],
        ["Provider", "As they see it", "Rival"],
        ["Commodity broker"],
    ]);
});

test("they feel closer", async () => {
    await mountLadder({ ours: "1", customer: "2", gap: -1 });
    expect(".kam_ladder p").toHaveText(/Gap of 1 rung: they feel closer/);
});

test("no gap is no gap, not an unknown one", async () => {
    await mountLadder({ ours: "2", customer: "2", gap: 0 });
    expect(".kam_ladder p").toHaveText(/No gap/);
});

test("one side is not known", async () => {
    await mountLadder({ ours: "2" });
    expect(".kam_ladder p").toHaveText(/not known yet/);
});

test("without answers and rivals there are words instead of a ladder", async () => {
    await mountLadder({});
    expect(".kam_ladder").toHaveCount(0);
    expect(".o_field_widget").toHaveText(/Nobody has answered/);
});

const answer = (date, side, level) => ({ date, side, level });

test("a level holds until the next answer, and the last one to the end", () => {
    const lines = ladderLines([
        answer("2026-01-01", "ours", "1"),
        answer("2026-01-02", "customer", "4"),
        answer("2026-01-03", "ours", "4"),
        answer("2026-01-05", "ours", "2"),
    ]);
    // 304 wide between the pads, 4 days; 76 high, 3 steps
    expect(lines.ours.path).toBe("M 8.0 84.0 H 160.0 V 8.0 H 312.0 V 58.7 H 312");
    expect(lines.customer.path).toBe("M 84.0 8.0 H 312");
    expect(lines.from).toBe("2026-01-01");
});

test("answers of one day are no line", () => {
    expect(ladderLines([])).toBe(null);
    expect(
        ladderLines([answer("2026-01-01", "ours", "1"), answer("2026-01-01", "customer", "2")]),
    ).toBe(null);
});

test("the lines are drawn, with words for those who do not see them", async () => {
    await mountLadder({
        ours: "3",
        history: [answer("2026-01-01", "ours", "1"), answer("2026-02-01", "ours", "3")],
    });
    expect(".kam_ladder_line").toHaveCount(1);
    expect(".kam_ladder_dot").toHaveCount(2);
    expect(".kam_ladder_lines svg").toHaveAttribute(
        "aria-label",
        /01\/01\/2026 Commodity broker, 02\/01\/2026 Value adder/,
    );
});
