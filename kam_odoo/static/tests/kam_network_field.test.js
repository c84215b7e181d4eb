import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, press, queryAll, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {
    cellFinder,
    concerned,
    networkLayout,
    nextCell,
} from "@kam_odoo/kam_network/network_layout";

const person = (id, name, values = {}) => ({
    id,
    contact: 100 + id,
    name,
    function: "",
    level: false,
    level_name: "",
    roles: [],
    influence: "High",
    attitude: "Neutral",
    coverage: 0.5,
    cadence: 30,
    colleagues: 1,
    ...values,
});
const colleague = (id, name, values = {}) => ({
    id,
    name,
    level: false,
    level_name: "",
    in_team: true,
    gone: false,
    ...values,
});
const cell = (stakeholder, user, values = {}) => ({
    stakeholder,
    user,
    count: 0,
    days: 0,
    last: "",
    level: 0,
    wished: 0,
    gap: 0,
    ...values,
});
const DATA = {
    account: 7,
    name: "Alfa",
    people: [
        person(1, "Berta", { level: "board", level_name: "Board" }),
        person(2, "Ana", { coverage: 0 }),
    ],
    colleagues: [
        colleague(5, "Sponsor", { level: "board", level_name: "Board" }),
        colleague(6, "Matej"),
        colleague(8, "Former", { in_team: false, gone: true }),
    ],
    cells: [
        cell(1, 6, { count: 7, days: 6, last: "06/03/2024", level: 3, wished: 2 }),
        cell(1, 5, { wished: 2, gap: 2 }),
    ],
    levels: ["None", "Know each other", "In contact", "Close"].map((name, id) => ({ id, name })),
    warnings: ["The relationship hangs on few threads."],
    score: { value: 59, capped: true },
    since: "2024-03-15",
    can_edit: true,
};

class KamKnowing extends models.Model {
    _name = "kam.knowing";

    network = fields.Json();

    _records = [
        { id: 1, network: DATA },
        { id: 2, network: { message: "The account's team sees who knows whom." } },
        { id: 3, network: { ...DATA, can_edit: false } },
        { id: 5, network: { ...DATA, people: [], cells: [] } },
        {
            id: 4,
            network: {
                ...DATA,
                colleagues: [
                    ...DATA.colleagues,
                    ...Array.from({ length: 30 }, (_, index) => colleague(20 + index, "One")),
                ],
            },
        },
    ];
}

defineMailModels();
defineModels([KamKnowing]);

const mount = (resId) =>
    mountView({
        type: "form",
        resModel: "kam.knowing",
        resId,
        arch: `<form><field name="network" widget="kam_network" nolabel="1"/></form>`,
    });
const at = (row, column) => `.kam_network_table [data-row="${row}"][data-column="${column}"]`;

test("a cell says number and last day, gaps and equals are marked", async () => {
    await mount(1);
    expect(".kam_network_cell").toHaveCount(6);
    expect(at(0, 1)).toHaveText("7\n06/03/2024");
    expect(at(0, 1)).toHaveClass("kam_network_level_3");
    expect(at(0, 1)).not.toHaveClass("kam_network_gap");
    expect(at(0, 0)).toHaveClass("kam_network_gap");
    expect(at(0, 0)).toHaveClass("kam_network_mirror");
    expect(at(0, 0)).toHaveAttribute(
        "aria-label",
        "Berta and Sponsor, no contact in 90 days, wished: In contact, less close than wished",
    );
    expect(".kam_network_warnings li").toHaveCount(1);
    expect(".kam_network_score").toHaveText(/59\.0/);
    expect(".kam_network_colleague:last").toHaveText(/not in the team/);
});

test("a cell opens the contacts behind it", async () => {
    mockService("action", {
        doAction(action) {
            expect.step([action.res_model, action.domain]);
        },
    });
    await mount(1);
    await contains(at(0, 1)).click();
    expect.verifySteps([
        [
            "kam.contact.touch",
            [
                ["partner_id", "=", 7],
                ["contact_id", "=", 101],
                ["user_id", "=", 6],
                ["day", ">=", "2024-03-15"],
            ],
        ],
    ]);
});

test("arrow keys walk the table", async () => {
    await mount(1);
    await contains(at(0, 0)).focus();
    await press("ArrowRight");
    expect(at(0, 1)).toBeFocused();
    await press("ArrowDown");
    expect(at(1, 1)).toBeFocused();
    await press("ArrowDown");
    expect(at(1, 1)).toBeFocused();
});

test("of a large team those in contact or wished for come first", async () => {
    await mount(4);
    expect(".kam_network_colleague").toHaveCount(2);
    expect(".kam_network_everybody").toHaveText("Show 31 more, without contact");
    await contains(".kam_network_everybody").click();
    expect(".kam_network_colleague").toHaveCount(33);
    await contains(".kam_network_everybody").click();
    expect(".kam_network_colleague").toHaveCount(2);
    await contains(".kam_network_wishing").click();
    expect(".kam_network_colleague").toHaveCount(33, { message: "a wish is for anybody" });
});

test("a team without any contact is shown whole", () => {
    expect(concerned(DATA.colleagues, [])).toHaveLength(3);
    expect(concerned(DATA.people, DATA.cells, "stakeholder").map(({ id }) => id)).toEqual([1]);
});

test("wished levels are chosen in the table", async () => {
    onRpc("res.partner", "action_kam_wish", ({ args }) => {
        expect.step(args);
        return true;
    });
    await mount(1);
    expect(".kam_network_wish").toHaveCount(0);
    await contains(".kam_network_wishing").click();
    expect(".kam_network_wish").toHaveCount(6);
    expect(queryAll(".kam_network_wish")[0].value).toBe("2");
    await contains(at(1, 2)).select("3");
    expect.verifySteps([[[7], 2, 8, 3]]);
});

test("who may not wish is not asked", async () => {
    await mount(3);
    expect(".kam_network_wishing").toHaveCount(0);
});

test("both teams: a line for each contact and each gap, by keyboard too", async () => {
    mockService("action", {
        doAction(action, options) {
            expect.step(options ? options.additionalContext : action.res_model);
        },
    });
    await mount(1);
    await contains(".kam_network_as_teams").click();
    expect(".kam_network_line").toHaveCount(2);
    expect(".kam_network_line_gap").toHaveCount(1);
    expect(".kam_network_node_left").toHaveCount(2);
    expect(".kam_network_node_right").toHaveCount(3);
    document.querySelector(".kam_network_node_left").focus();
    await press("Enter");
    document.querySelector(".kam_network_node_right").focus();
    await press(" ");
    await animationFrame();
    expect.verifySteps([
        { default_partner_id: 7, default_side: "theirs", default_contact_id: 101 },
        { default_partner_id: 7, default_side: "ours", default_user_id: 5 },
    ]);
});

test("others are told", async () => {
    await mount(2);
    expect(".kam_network_message").toHaveText("The account's team sees who knows whom.");
    expect(".kam_network_table").toHaveCount(0);
});

test("layout: the shorter side stands in the middle, lines as thick as close", () => {
    const layout = networkLayout(DATA);
    expect(layout.left.map((one) => one.y)).toEqual([63, 109]);
    expect(layout.right.map((one) => one.y)).toEqual([40, 86, 132]);
    expect(layout.lines.map((line) => [line.key, line.width])).toEqual([
        ["1/6", 4.5],
        ["1/5", 1.5],
    ]);
    expect(networkLayout({ people: [], colleagues: [], cells: [] }).lines).toEqual([]);
    expect(cellFinder(DATA.cells)(2, 5).level).toBe(0);
});

test("the next cell stays in the table", () => {
    expect(nextCell("ArrowLeft", 0, 0, 2, 2)).toBe(null);
    expect(nextCell("ArrowUp", 1, 0, 2, 2)).toEqual([0, 0]);
    expect(nextCell("Enter", 1, 0, 2, 2)).toBe(null);
});

test("a line opens its contacts by Enter and by space", async () => {
    mockService("action", {
        doAction(action) {
            expect.step([action.res_model, action.domain[1][2], action.domain[2][2]]);
        },
    });
    await mount(1);
    await contains(".kam_network_as_teams").click();
    const [contact, gap] = queryAll(".kam_network_line");
    contact.focus();
    await press("Enter");
    gap.focus();
    await press(" ");
    await animationFrame();
    expect.verifySteps([
        ["kam.contact.touch", 101, 6],
        ["kam.contact.touch", 101, 5],
    ]);
});

test("everything in both pictures is reached by Tab, and says what it is", async () => {
    await mount(1);
    // two ways for each of their people, one for each of ours, six cells
    const cells = queryAll(".kam_network_table button");
    expect(cells).toHaveLength(2 * 2 + 3 + 6);
    await contains(".kam_network_as_teams").click();
    const marks = queryAll(".kam_network_teams [role=button]");
    expect(marks).toHaveLength(2 + 2 + 3);
    for (const mark of [...cells, ...marks]) {
        expect(mark.tabIndex).toBe(0);
        expect(mark.getAttribute("aria-label") || mark.textContent.trim()).not.toBe("");
    }
    expect(".kam_network_line_gap").toHaveAttribute("aria-label", /less close than wished/);
});

test("a wish is chosen by keyboard: arrows are the list's, not the table's", async () => {
    await mount(1);
    await contains(".kam_network_wishing").click();
    queryAll(".kam_network_wish")[0].focus();
    await press("ArrowDown");
    expect(queryAll(".kam_network_wish")[0]).toBeFocused();
});

test("nobody yet: somebody can be added", async () => {
    onRpc("res.partner", "action_kam_add_stakeholder", ({ args }) => {
        expect.step(args);
        return { type: "ir.actions.act_window", target: "new" };
    });
    mockService("action", { doAction: () => {} });
    await mount(5);
    expect(".kam_network_tools").toHaveCount(0);
    await contains(".kam_network_add").click();
    expect.verifySteps([[[7]]]);
});
