import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { contains, defineModels, mockService, mountView } from "@web/../tests/web_test_helpers";
import { KamAnalysis } from "./kam_test_models";

defineMailModels();
defineModels([KamAnalysis]);

const arch = `<form><field name="matrix_data" widget="kam_matrix"/></form>`;

async function mountMatrix(resId) {
    const opened = [];
    mockService("action", {
        doAction(action) {
            opened.push(action);
        },
    });
    await mountView({ type: "form", resModel: "kam.analysis", resId, arch });
    return opened;
}

test("cells show customers, revenue and share", async () => {
    await mountMatrix(7);
    expect("button.kam_matrix_cell").toHaveCount(16);
    expect("[data-cell=ax] .kam_matrix_count").toHaveText("2");
    expect("[data-cell=ax] .kam_matrix_revenue").toHaveText("12.3k €");
    expect("[data-cell=ax] .kam_matrix_share").toHaveText("70.0 %");
    expect("[data-cell=ax]").toHaveAttribute(
        "aria-label",
        "AX: 2 customers, revenue 12.3k\u00a0€, 70.0\u00a0% of the margin",
    );
    expect("[data-cell=bz]").toHaveText("–");
    expect("[data-cell=bz]").not.toBeEnabled();
    expect("thead").toHaveText(/often.*regularly.*irregularly/s);
});

test("rows, columns and the whole are totalled, the unclassified named", async () => {
    await mountMatrix(7);
    expect("[data-cell=a] .kam_matrix_count").toHaveText("3");
    expect("[data-cell=c] .kam_matrix_count").toHaveText("5");
    expect("[data-cell=x] .kam_matrix_count").toHaveText("6");
    expect("[data-cell=all] .kam_matrix_count").toHaveText("9");
    expect("[data-cell=all] .kam_matrix_share").toHaveText("100.0 %");
    expect(".kam_matrix_note").toHaveText(/Unclassified:\s*1 customer/);
});

test("larger shares are tinted more", async () => {
    await mountMatrix(7);
    const heat = (key) =>
        Number(document.querySelector(`[data-cell=${key}]`).style.getPropertyValue("--kam-heat"));
    expect(heat("ax")).toBeGreaterThan(heat("az"));
    expect(heat("az")).toBeGreaterThan(heat("cx"));
});

test("each cell opens its own customers", async () => {
    const opened = await mountMatrix(7);
    await contains("[data-cell=cx]").click();
    await contains("[data-cell=ax]").click();
    await contains("[data-cell=b]").click();
    await contains("[data-cell=z]").click();
    await contains("[data-cell=all]").click();
    await contains(".kam_matrix_note button").click();
    const analysis = ["analysis_id", "=", 7];
    expect(opened.map((action) => action.domain)).toEqual([
        [analysis, ["abc", "=", "c"], ["xyz", "=", "x"]],
        [analysis, ["abc", "=", "a"], ["xyz", "=", "x"]],
        [analysis, ["abc", "=", "b"]],
        [analysis, ["xyz", "=", "z"]],
        [analysis],
        [analysis, "|", ["abc", "=", false], ["xyz", "=", false]],
    ]);
    expect(opened[0].res_model).toBe("kam.analysis.line");
    expect(opened[0].name).toBe("Customers CX");
});

test("a draft is a preview that opens nothing", async () => {
    await mountMatrix(8);
    expect("button.kam_matrix_cell").toHaveCount(0);
    expect("div.kam_matrix_cell").toHaveCount(16);
    expect(".alert").toHaveText(/Preview from the sales as of/);
    expect(".alert").toHaveText(/3 customers would change class/);
    expect("thead:first").toHaveText(/steady.*varying.*erratic/s);
    expect(".kam_matrix_preview tbody tr").toHaveCount(3);
    expect(".kam_matrix_changed").toHaveCount(2);
    expect(".kam_matrix_preview tbody tr:eq(1)").toHaveText(/New\s+–\s+A–\s+20.0/);
});

test("where nothing can be shown, the reason is", async () => {
    await mountMatrix(9);
    expect(".kam_matrix").toHaveCount(0);
    expect(".kam_picture_message").toHaveText("There is no confirmed order.");
});
