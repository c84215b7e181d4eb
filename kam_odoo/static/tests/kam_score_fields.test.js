import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const row = (id, name, mark, values = {}) => ({
    id,
    name,
    description: "",
    mark,
    weight: 20,
    words: `words of ${name}`,
    disputed: false,
    ...values,
});
const ranked = (id, score_now, score_next, rank_now, rank_next) => ({
    id,
    name: `Account ${id}`,
    score_now,
    score_next,
    rank_now,
    rank_next,
});

class KamWeighing extends models.Model {
    _name = "kam.weighing";

    weight_attractiveness = fields.Float();
    line_ids = fields.One2many({ relation: "kam.weight" });
    score = fields.Json();
    preview = fields.Json();

    _records = [
        {
            id: 1,
            weight_attractiveness: 0.6,
            line_ids: [1, 2, 3],
            score: {
                score: 54,
                coverage: 0.4,
                hidden: true,
                as_of: "Sales of 2024.",
                axes: [
                    {
                        axis: "attractiveness",
                        label: "Attractiveness",
                        score: 60,
                        part: 0.6,
                        rows: [row(1, "Profit", 8.4), row(2, "Growth", false)],
                    },
                    {
                        axis: "strength",
                        label: "Our strength",
                        score: false,
                        part: 0.4,
                        rows: [row(3, "Wallet", 0, { disputed: true })],
                    },
                ],
            },
            preview: {
                top: 2,
                count: 3,
                rows: [ranked(1, 60, 70, 1, 1), ranked(3, 40, 60, 3, 2), ranked(2, 50, 55, 2, 3)],
            },
        },
        { id: 2, score: { message: "Nobody knows." }, preview: { message: "No bands." } },
    ];
}

class KamWeight extends models.Model {
    _name = "kam.weight";

    criterion_id = fields.Many2one({ relation: "kam.criterion" });
    axis = fields.Selection({
        selection: [
            ["attractiveness", "Attractiveness"],
            ["strength", "Our strength"],
        ],
    });
    weight = fields.Float();
    current_weight = fields.Float();

    _records = [
        { id: 1, criterion_id: 1, axis: "attractiveness", weight: 30, current_weight: 30 },
        { id: 2, criterion_id: 2, axis: "attractiveness", weight: 10, current_weight: 10 },
        { id: 3, criterion_id: 3, axis: "strength", weight: 5, current_weight: 5 },
    ];
}

class KamCriterion extends models.Model {
    _name = "kam.criterion";

    name = fields.Char();

    _records = [
        { id: 1, name: "Profit" },
        { id: 2, name: "Growth" },
        { id: 3, name: "Wallet" },
    ];
}

defineMailModels();
defineModels([KamWeighing, KamWeight, KamCriterion]);

const mount = (resId, arch) =>
    mountView({ type: "form", resModel: "kam.weighing", resId, arch: `<form>${arch}</form>` });

test("a score is explained, and unknown is not zero", async () => {
    await mount(1, `<field name="score" widget="kam_score"/>`);
    expect(".kam_score_number").toHaveText("54.0");
    expect(".kam_score_row").toHaveCount(3);
    expect(".kam_score_row:eq(0) .kam_score_value").toHaveText("8.4 of 10");
    expect(".kam_score_row:eq(0) .kam_score_words").toHaveText("words of Profit");
    expect(".kam_score_row:eq(1) .kam_score_mark").toHaveText("unknown");
    expect(".kam_score_row:eq(1) .kam_score_track").toHaveCount(0);
    expect(".kam_score_row:eq(2) .kam_score_value").toHaveText("0.0 of 10");
    expect(".kam_score_row:eq(2) [aria-label='Opinions differ']").toHaveCount(1);
    expect("[data-axis=strength] .kam_score_axis_number").toHaveText("–");
});

test("without a score it says why", async () => {
    await mount(2, `<field name="score" widget="kam_score"/>`);
    expect(".kam_score_message").toHaveText("Nobody knows.");
    expect(".kam_score").toHaveCount(0);
});

test("the ranking tells who comes in and who drops out", async () => {
    await mount(1, `<field name="preview" widget="kam_ranking"/>`);
    expect(".kam_ranking p").toHaveText("Among the first 2 accounts, 1 come in and 1 drop out.");
    expect(".kam_ranking tbody tr:eq(1)").toHaveClass("table-success");
    expect(".kam_ranking tbody tr:eq(2)").toHaveClass("table-warning");
});

test("weights are changed by slider, with sum and parts", async () => {
    onRpc("kam.weighing", "web_save", ({ args }) => {
        expect.step(JSON.stringify(args[1].line_ids));
    });
    await mount(
        1,
        `<field name="line_ids" widget="kam_weights"><list>
            <field name="criterion_id"/><field name="axis"/>
            <field name="weight"/><field name="current_weight"/>
        </list></field>`,
    );
    expect(".kam_weights_sum[data-axis=attractiveness]").toHaveText("40");
    expect(".kam_weights_row:eq(0) span:last").toHaveText("75 %");
    await contains(".kam_weights_row:eq(1) input[type=number]").edit("30", { confirm: "blur" });
    expect(".kam_weights_sum[data-axis=attractiveness]").toHaveText("60");
    expect(".kam_weights_row:eq(0) span:last").toHaveText("50 %");
    expect(".kam_weights_row:eq(1) .kam_weights_name").toHaveText("Growth now 10");
    await contains(".o_form_button_save").click();
    expect.verifySteps([JSON.stringify([[1, 2, { weight: 30 }]])]);
});
