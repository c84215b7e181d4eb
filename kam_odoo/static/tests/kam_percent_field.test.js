import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import {
    defineModels,
    fields,
    makeMockEnv,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { formatAmount, formatPercent } from "@kam_odoo/kam_common/kam_common";
import { KamAnalysis } from "./kam_test_models";

class Customer extends models.Model {
    growth = fields.Float();
    _records = [{ id: 1, growth: 0.1234 }, { id: 2 }, { id: 3, growth: 0 }];
}
defineMailModels();
defineModels([Customer, KamAnalysis]);

test("a fraction in percent, unknown as a dash, zero as zero", async () => {
    // the mock server has no unknown numbers
    onRpc("customer", "web_search_read", async ({ parent }) => {
        const result = await parent();
        result.records[1].growth = false;
        return result;
    });
    await mountView({
        type: "list",
        resModel: "customer",
        arch: `<list><field name="growth" widget="kam_percent"/></list>`,
    });
    expect(".o_data_row:eq(0) .o_data_cell").toHaveText("12.3 %");
    expect(".o_data_row:eq(1) .o_data_cell").toHaveText("–");
    expect(".o_data_row:eq(2) .o_data_cell").toHaveText("0.0 %");
});

test("decimals and tooltip are options", async () => {
    await mountView({
        type: "form",
        resModel: "customer",
        resId: 1,
        arch: `<form><field name="growth" widget="kam_percent"
                    options="{'decimals': 0, 'tooltip': 'Year on year'}"/></form>`,
    });
    expect(".o_field_kam_percent span").toHaveText("12 %");
    expect(".o_field_kam_percent span").toHaveAttribute("title", "Year on year");
});

test("the user's number format counts", async () => {
    await makeMockEnv();
    patchWithCleanup(localization, { decimalPoint: ",", thousandsSep: "." });
    expect(formatPercent(12.3456)).toBe("1.234,6\u00a0%");
    expect(formatAmount(1234567, 1)).toBe("$\u00a01,2M");
    expect(formatAmount(false, 1)).toBe("–");
    const formatter = registry.category("formatters").get("kam_percent");
    expect(formatter(false)).toBe("–");
    expect(formatter(0.5, { decimals: 0 })).toBe("50\u00a0%");
});

test("a header figure says what it means by the limits of its run", async () => {
    Object.assign(KamAnalysis._records[0], { limit_a: 0, limit_b: 0 });
    await mountView({
        type: "form",
        resModel: "kam.analysis",
        resId: 7,
        arch: `<form>
            <field name="hhi" widget="kam_figure" options="{'reading': 'hhi'}"/>
            <field name="limit_a" widget="kam_figure"/>
            <field name="limit_b" widget="kam_figure" options="{'zero_is_unknown': true}"/>
            <field name="key_share" widget="kam_figure"
                options="{'percent': true, 'decimals': 1, 'reading': 'key_share'}"/>
        </form>`,
    });
    expect("[name=hhi] .kam_figure_value").toHaveText("2,600");
    expect("[name=hhi] .kam_figure_words").toHaveClass("text-danger");
    expect("[name=limit_a] .kam_figure_value").toHaveText("0");
    expect("[name=limit_b] .kam_figure_value").toHaveText("–");
    expect("[name=key_share] .kam_figure_value").toHaveText("40.0 %");
    expect("[name=key_share] .kam_figure_words").toHaveText("within the usual 30 % to 55 %");
});
