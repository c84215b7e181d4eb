import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryFirst, resize, unload } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockSendBeacon } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    mockService,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { KamAssessmentGrid } from "@kam_odoo/kam_assessment/kam_assessment_grid";

class Assessment extends models.Model {
    _name = "kam.assessment";

    name = fields.Char();

    _records = [{ id: 3, name: "Spring" }];
}

defineMailModels();
defineModels([Assessment]);
describe.current.tags("desktop");

const scale = [
    { mark: 0, description: "Nothing" },
    { mark: 5, description: "Half" },
    { mark: 10, description: "Double" },
];

/** Three customers, two criteria; Alfa is half marked. */
function gridData(values = {}) {
    return {
        readonly: false,
        note: "",
        can_hand_in: true,
        criteria: [
            { id: 1, name: "Potential", axis: "a", axis_label: "Attractive", scale },
            { id: 2, name: "Wallet", axis: "s", axis_label: "Strength", scale: [] },
        ].map((criterion) => ({ description: "", ...criterion })),
        candidates: ["Alfa", "Beta", "Čásla"].map((name, index) => ({
            id: 11 + index,
            name,
            badge: index ? "" : "Key",
            color: 3,
            facts: index ? [] : ["AX", "3 years"],
        })),
        marks: [{ partner_id: 11, criterion_id: 1, mark: 8, comment: "leads" }],
        ...values,
    };
}

/**
 * The form with the grid; returns the batches that were sent, each as
 * "partner-criterion=mark".
 */
async function mountGrid(data = gridData(), save = () => {}) {
    const sent = [];
    onRpc("kam.assessment", "get_grid", () => (typeof data === "function" ? data() : data));
    onRpc("kam.assessment", "save_marks", async ({ args }) => {
        sent.push(args[1].map((one) => `${one.partner_id}-${one.criterion_id}=${one.mark}`));
        return (await save(args[1])) || {};
    });
    await mountView({
        type: "form",
        resModel: "kam.assessment",
        resId: 3,
        arch: `<form><field name="name"/><widget name="kam_assessment_grid"/></form>`,
    });
    await animationFrame();
    return sent;
}

const cell = (partner, criterion) => `[data-partner="${partner}"][data-criterion="${criterion}"]`;
const status = () => queryFirst(".kam_assessment_saved").dataset.status;

/** Until the marks are sent, answered and shown. */
async function settle() {
    await advanceTime(800);
    await animationFrame();
    await animationFrame();
}

test("shows customers, criteria, marks, and goes on where one left off", async () => {
    await mountGrid();
    expect(queryAllTexts(".kam_grid .kam_candidate_name")).toEqual(["Alfa", "Beta", "Čásla"]);
    expect(queryAllTexts(".kam_grid_criterion_name")).toEqual(["Potential", "Wallet"]);
    expect(cell(11, 1)).toHaveText("8");
    expect(cell(11, 1)).toHaveAttribute("title", "leads");
    expect(cell(11, 2)).toBeFocused();
    expect(cell(11, 2)).toHaveAttribute("tabindex", "0");
    expect(".kam_grid_cell[tabindex='0']").toHaveCount(1);
    expect(".kam_assessment_progress").toHaveText("1 of 6 marked");
    expect(".kam_grid").toHaveAttribute("role", "grid");
    expect(cell(11, 2)).toHaveAttribute("aria-label", "Alfa, Wallet: not marked");
    expect(cell(11, 1)).toHaveAttribute("aria-label", "Alfa, Potential: 8");
});

test("arrows, Tab, Enter, Home and End move as in a spreadsheet", async () => {
    await mountGrid();
    await press("ArrowDown");
    expect(cell(12, 2)).toBeFocused();
    await press("ArrowLeft");
    expect(cell(12, 1)).toBeFocused();
    await press("ArrowLeft");
    expect(cell(12, 1)).toBeFocused();
    await press("Tab");
    await press("Tab");
    expect(cell(13, 1)).toBeFocused({ message: "on to the next row" });
    await press(["Shift", "Tab"]);
    expect(cell(12, 2)).toBeFocused();
    await press(["Control", "Home"]);
    expect(cell(11, 1)).toBeFocused();
    await press("Enter");
    expect(cell(12, 1)).toBeFocused();
    await press(["Shift", "Enter"]);
    await press("End");
    expect(cell(11, 2)).toBeFocused();
    await press("PageDown");
    expect(cell(13, 2)).toBeFocused();
    await animationFrame();
    expect(".kam_grid_cell[tabindex='0']").toHaveCount(1);
    expect(".kam_scale_customer").toHaveText("Čásla");
});

test("Tab leaves the grid after its last cell", async () => {
    await mountGrid();
    await press(["Control", "End"]);
    await press("Tab");
    expect(cell(13, 2)).not.toBeFocused();
});

test("digits mark and go on, 1 and 0 make ten, a zero is a mark", async () => {
    const sent = await mountGrid();
    await press("0");
    expect(cell(12, 1)).toBeFocused();
    await press("1");
    expect(cell(12, 1)).toBeFocused({ message: "a 0 may follow" });
    await press("0");
    expect(cell(12, 2)).toBeFocused();
    await press("1");
    await press("7");
    await animationFrame();
    expect(cell(12, 2)).toHaveText("1");
    expect(cell(13, 1)).toHaveText("7");
    await press("+");
    await animationFrame();
    expect(queryAllTexts(".kam_grid_cell")).toEqual(["8", "0", "10", "1", "7", "10"]);
    expect(".kam_assessment_complete").toHaveText(/All marks are given/);
    await settle();
    expect(sent).toEqual([["11-2=0", "12-1=10", "12-2=1", "13-1=7", "13-2=10"]]);
});

test("a single 1 goes on by itself after a moment", async () => {
    await mountGrid();
    await press("1");
    await advanceTime(700);
    expect(cell(12, 1)).toBeFocused();
    await press("0");
    await animationFrame();
    expect(cell(11, 2)).toHaveText("1");
    expect(cell(12, 1)).toHaveText("0");
});

test("where to go after a mark is the user's choice, and remembered", async () => {
    await mountGrid();
    await contains(".kam_assessment_advance select").select("column");
    expect(browser.localStorage.getItem("kam_odoo.assessment.advance")).toBe("column");
    expect(cell(11, 2)).toBeFocused();
    await press("5");
    expect(cell(12, 2)).toBeFocused();
    await contains(".kam_assessment_advance select").select("stay");
    await press("5");
    expect(cell(12, 2)).toBeFocused();
});

test("Delete clears: unknown, not zero", async () => {
    const sent = await mountGrid();
    await press("ArrowLeft");
    await press("Delete");
    await animationFrame();
    expect(cell(11, 1)).toHaveText("");
    expect(cell(11, 1)).toBeFocused();
    expect(".kam_assessment_progress").toHaveText("0 of 6 marked");
    expect(".kam_scale_none").toHaveAttribute("aria-checked", "true");
    await settle();
    expect(sent).toEqual([["11-1=null"]]);
});

test("the scale of the focused cell explains and marks by mouse", async () => {
    const sent = await mountGrid();
    await contains(cell(12, 1)).focus();
    expect(".kam_scale_criterion").toHaveText("Potential");
    expect(".kam_scale_level").toHaveCount(12);
    expect(queryAllTexts(".kam_scale_level:not([data-plain]) b")).toEqual(["0", "5", "10", "?"]);
    expect(".kam_scale_level[data-mark='5']").toHaveText(/Half/);
    await contains(".kam_scale_level[data-mark='5']").click();
    expect(cell(12, 1)).toHaveText("5");
    expect(cell(12, 2)).toBeFocused();
    await contains(cell(11, 1)).focus();
    expect(".kam_scale_level[data-mark='8']").toHaveAttribute("aria-checked", "true");
    await contains(".kam_scale_none").click();
    expect(cell(11, 1)).toHaveText("");
    await settle();
    expect(sent.flat()).toEqual(["12-1=5", "11-1=null"]);
});

test("a comment goes with a mark", async () => {
    const comments = [];
    await mountGrid(gridData(), (values) => {
        comments.push(...values.map((value) => value.comment));
    });
    expect(".kam_scale_comment").not.toBeEnabled();
    await press("ArrowLeft");
    await animationFrame();
    await press("c");
    expect(".kam_scale_comment").toBeFocused();
    expect(".kam_scale_comment").toHaveValue("leads");
    await contains(".kam_scale_comment").edit("leads the market", { confirm: false });
    await press("Enter");
    expect(cell(11, 1)).toBeFocused();
    await settle();
    expect(comments).toEqual(["leads the market"]);
});

test("find a customer without regard to accents; show the unmarked only", async () => {
    await mountGrid(
        gridData({
            marks: [1, 2].map((id) => ({ partner_id: 11, criterion_id: id, mark: 1 })),
        }),
    );
    await contains(".kam_grid_search input").edit("cas", { confirm: false });
    expect(queryAllTexts(".kam_grid .kam_candidate_name")).toEqual(["Čásla"]);
    await press("Enter");
    expect(cell(13, 1)).toBeFocused();
    await contains(".kam_grid_search input").edit("xyz", { confirm: false });
    expect(".kam_assessment_empty").toHaveText(/No customer is called so/);
    await contains(".kam_assessment_empty button").click();
    expect(".kam_grid tbody tr").toHaveCount(3);
    await contains(".kam_assessment_filter input").click();
    expect(queryAllTexts(".kam_grid .kam_candidate_name")).toEqual(["Beta", "Čásla"]);
    // the row that gets its last mark stays until the filter is set anew
    await contains(cell(12, 1)).focus();
    await press("3");
    await press("4");
    await animationFrame();
    expect(".kam_grid tbody tr").toHaveCount(2);
    expect(cell(13, 1)).toBeFocused();
});

test("marks are sent together after a moment of quiet; saved is said", async () => {
    const answer = new Deferred();
    const sent = await mountGrid(gridData(), () => answer);
    expect(status()).toBe("saved");
    await press("3");
    await advanceTime(500);
    await press("4");
    await advanceTime(500);
    expect(sent).toEqual([]);
    await advanceTime(300);
    expect(sent).toEqual([["11-2=3", "12-1=4"]]);
    expect(".kam_assessment_saved").toHaveText("Saving…");
    // a newer mark for a cell under way is sent after it
    await contains(cell(12, 1)).focus();
    await press("9");
    answer.resolve({});
    await settle();
    expect(sent).toEqual([["11-2=3", "12-1=4"], ["12-1=9"]]);
    expect(".kam_assessment_saved").toHaveText("Saved");
});

test("offline: said, kept, and sent when the line is back", async () => {
    let online = false;
    let tries = 0;
    patchWithCleanup(KamAssessmentGrid.prototype, {
        async call(method) {
            if (method === "save_marks" && !online) {
                tries++;
                throw new ConnectionLostError("/");
            }
            return super.call(...arguments);
        },
    });
    const sent = await mountGrid();
    await press("3");
    await settle();
    expect(status()).toBe("offline");
    expect(".kam_assessment_saved").toHaveText(/Not saved – offline/);
    expect(cell(11, 2)).toHaveAttribute("data-unsaved");
    await press("4");
    await advanceTime(2000);
    await animationFrame();
    expect(tries).toBe(2);
    online = true;
    await advanceTime(5000);
    await animationFrame();
    expect(sent).toEqual([["11-2=3", "12-1=4"]]);
    expect(status()).toBe("saved");
    expect(".kam_grid_cell[data-unsaved]").toHaveCount(0);
});

test("what the server refuses is said with its words, and can be tried again", async () => {
    let refuse = true;
    const sent = await mountGrid(gridData(), () => {
        if (refuse) {
            throw makeServerError({ message: "The disk is full." });
        }
    });
    await press("3");
    await settle();
    expect(".kam_assessment_saved").toHaveText(/The disk is full/);
    refuse = false;
    await contains(".kam_assessment_saved button").click();
    await settle();
    expect(status()).toBe("saved");
    expect(sent).toEqual([["11-2=3"], ["11-2=3"]]);
});

test("a customer who is no candidate any more does not hold up the others", async () => {
    let data = gridData();
    const sent = await mountGrid(
        () => data,
        (values) => {
            if (values.some((value) => value.partner_id === 12)) {
                data = gridData({
                    candidates: data.candidates.filter((one) => one.id !== 12),
                });
                throw makeServerError({ message: "Beta is no candidate any more." });
            }
        },
    );
    await press("3");
    await press("4");
    await settle();
    expect(sent).toEqual([["11-2=3", "12-1=4"], ["11-2=3"]]);
    expect(status()).toBe("saved");
    expect(".o_notification").toHaveText(/Beta is no candidate any more/);
    expect(queryAllTexts(".kam_grid .kam_candidate_name")).toEqual(["Alfa", "Čásla"]);
    expect(cell(11, 2)).toHaveText("3");
});

test("handed in in another window: read only, with the reason", async () => {
    let data = gridData();
    await mountGrid(
        () => data,
        () => {
            data = gridData({ readonly: true, can_hand_in: false, note: "Handed in." });
            throw makeServerError({ message: "You have handed in." });
        },
    );
    await press("3");
    await settle();
    expect(".o_notification").toHaveText(/You have handed in/);
    expect(".kam_assessment .alert").toHaveText("Handed in.");
    expect(cell(11, 2)).toHaveText("");
    await contains(cell(11, 2)).focus();
    await press("3");
    await animationFrame();
    expect(cell(11, 2)).toHaveText("");
    expect(".kam_scale_level:enabled").toHaveCount(0);
});

test("pressing a button of the form saves first", async () => {
    mockService("action", {
        doActionButton({ name }) {
            expect.step(name);
        },
    });
    onRpc("kam.assessment", "get_grid", () => gridData());
    onRpc("kam.assessment", "save_marks", () => {
        expect.step("save_marks");
        return {};
    });
    await mountView({
        type: "form",
        resModel: "kam.assessment",
        resId: 3,
        arch: `<form><header><button name="go" type="object" string="Go"/></header>
            <widget name="kam_assessment_grid"/></form>`,
    });
    await contains(cell(11, 2)).focus();
    await press("3");
    await contains("button[name='go']").click();
    expect.verifySteps(["save_marks", "go"]);
});

test("closing the page sends what is not saved, or warns", async () => {
    let accepted = true;
    mockSendBeacon((url, blob) => {
        expect.step(url);
        blob.text().then((text) => {
            const { params } = JSON.parse(text);
            expect(params.args).toEqual([
                [3],
                [{ partner_id: 11, criterion_id: 2, mark: 3, comment: "" }],
            ]);
        });
        return accepted;
    });
    const sent = await mountGrid();
    await unload();
    await press("3");
    const [quiet] = await unload();
    expect(quiet.defaultPrevented).toBe(false);
    accepted = false;
    const [warned] = await unload();
    expect(warned.defaultPrevented).toBe(true);
    const url = "/web/dataset/call_kw/kam.assessment/save_marks";
    expect.verifySteps([url, url]);
    expect(sent).toEqual([]);
});

test("a phone shows one customer at a time, with large buttons", async () => {
    await resize({ width: 400, height: 800 });
    const sent = await mountGrid();
    expect(".kam_grid").toHaveCount(0);
    expect(".kam_card .kam_candidate_name").toHaveText("Alfa");
    expect(".kam_scale_levels").toHaveCount(2);
    expect(queryAllTexts(".kam_scale_levels:last b")).toEqual(["0", "2", "5", "8", "10", "?"]);
    expect(".kam_card_position").toHaveText("1 / 3");
    expect(".kam_card_previous").not.toBeEnabled();
    const { height, width } = queryFirst(".kam_scale_level").getBoundingClientRect();
    expect(Math.min(height, width)).toBeGreaterThan(43, { message: "a finger hits it" });
    await contains(".kam_scale:eq(1) .kam_scale_level[data-mark='0']").click();
    expect(".kam_card_count").toHaveText("2/2");
    await contains(".kam_card_next").click();
    expect(".kam_card .kam_candidate_name").toHaveText("Beta");
    await contains(".kam_scale:eq(0) .kam_scale_level[data-mark='10']").click();
    expect(".kam_scale_meaning:first").toHaveText(/Double/);
    await settle();
    expect(sent).toEqual([["11-2=0", "12-1=10"]]);
    expect(".kam_assessment_progress").toHaveText("3 of 6 marked");
});
