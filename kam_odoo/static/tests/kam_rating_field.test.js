import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, keyDown, queryAllProperties } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    clickSave,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Chance extends models.Model {
    benefit = fields.Integer();
    _records = [{ id: 1, benefit: 2 }];
}
defineMailModels();
defineModels([Chance]);

const arch = `<form><field name="benefit" widget="kam_rating"/></form>`;
const checked = () => queryAllProperties("input[type=radio]", "checked").indexOf(true) + 1;

test("a dot is chosen, saved, and taken back by a second click", async () => {
    const saved = [];
    onRpc("chance", "web_save", ({ args }) => {
        saved.push(args[1].benefit);
    });
    await mountView({ type: "form", resModel: "chance", resId: 1, arch });
    expect(".kam_rating_on").toHaveCount(2);
    expect(checked()).toBe(2);
    await click(".kam_rating_mark:eq(3)");
    await animationFrame();
    expect(".kam_rating_on").toHaveCount(4);
    await clickSave();
    await click(".kam_rating_mark:eq(3)");
    await animationFrame();
    expect(".kam_rating_on").toHaveCount(0);
    expect(checked()).toBe(0);
    await clickSave();
    expect(saved).toEqual([4, false]);
});

test("the keyboard sets and takes back", async () => {
    await mountView({ type: "form", resModel: "chance", resId: 1, arch });
    await click(".kam_rating_mark:eq(0)");
    await animationFrame();
    await keyDown("5");
    await animationFrame();
    expect(".kam_rating_on").toHaveCount(5);
    expect(checked()).toBe(5);
    await keyDown("Delete");
    await animationFrame();
    expect(".kam_rating_on").toHaveCount(0);
});

test("for reading there is nothing to click, and words for those who do not see", async () => {
    await mountView({
        type: "form",
        resModel: "chance",
        resId: 1,
        arch: arch.replace("widget", 'readonly="1" widget'),
    });
    expect("input[type=radio]").toHaveCount(0);
    expect(".kam_rating").toHaveAttribute("aria-label", "Benefit: Small");
    await click(".kam_rating_mark:eq(4)");
    await animationFrame();
    expect(".kam_rating_on").toHaveCount(2);
});
