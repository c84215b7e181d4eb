import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { sparkline } from "@kam_odoo/kam_health/sparkline";

const row = (id, score, values = {}) => ({
    id,
    name: `Driver ${id}`,
    score,
    weight: 20,
    words: `words of ${id}`,
    ...values,
});

class KamHealthy extends models.Model {
    _name = "kam.healthy";

    picture = fields.Json();

    _records = [
        {
            id: 1,
            picture: {
                health: 39,
                band: "poor",
                band_label: "Poor",
                confidence: 0.9,
                cap: "A sponsor has left",
                as_of: "06/12/2024",
                change: -12.5,
                rows: [row("trend", 67), row("payment", false), row("rhythm", 0)],
                history: [
                    { date: "2024-06-05", label: "06/05/2024", health: 51.5, band: "fair" },
                    { date: "2024-06-12", label: "06/12/2024", health: 39, band: "poor" },
                ],
            },
        },
        { id: 2, picture: { message: "Not counted yet." } },
    ];
}

defineMailModels();
defineModels([KamHealthy]);

const mount = (resId) =>
    mountView({
        type: "form",
        resModel: "kam.healthy",
        resId,
        arch: `<form><field name="picture" widget="kam_health" nolabel="1"/></form>`,
    });

test("number, band, confidence, cap and drivers stand together", async () => {
    await mount(1);
    expect(".kam_health_number").toHaveText("39.0");
    expect(".kam_health_total .badge").toHaveText("Poor");
    expect(".kam_health_confidence").toHaveText(/90\s%/);
    expect(".kam_health_cap").toHaveText(/A sponsor has left/);
    expect(".kam_health_change").toHaveText("12.5 less than in the week before");
    expect(".kam_health_row").toHaveCount(3);
    expect(".kam_health_row[data-driver=trend] .kam_health_value").toHaveText("67.0");
    expect(".kam_health_row[data-driver=trend] .bg-success").toHaveCount(1);
    expect(".kam_health_row[data-driver=rhythm] .bg-danger").toHaveCount(1);
});

test("an unknown driver is unknown, not zero", async () => {
    await mount(1);
    expect(".kam_health_row[data-driver=payment] .kam_health_mark").toHaveText("unknown");
    expect(".kam_health_row[data-driver=payment] .kam_health_bar").toHaveCount(0);
});

test("the weeks are a picture with words", async () => {
    await mount(1);
    expect(".kam_health_dot").toHaveCount(2);
    expect(".kam_health_spark").toHaveAttribute(
        "aria-label",
        "Health of the last 2 weeks: from 51.5 to 39.0.",
    );
});

test("nothing counted yet", async () => {
    await mount(2);
    expect(".kam_health_message").toHaveText("Not counted yet.");
    expect(".kam_health_row").toHaveCount(0);
});

test("a sparkline keeps the scale and the gap of a missing week", () => {
    const spark = sparkline([
        { date: "2024-06-03", health: 100 },
        { date: "2024-06-10", health: 50 },
        { date: "2024-06-24", health: 0 },
    ]);
    expect(spark.path).toBe("4,4 12,24 28,44");
    expect(spark.width).toBe(32);
    expect(sparkline([]).path).toBe("");
});
