import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, getFixture, test } from "@odoo/hoot";
import { click, keyDown, press, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    clickSave,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { initials, legend, rows, trees } from "@kam_odoo/kam_people/people_layout";

const role = (code, name, color) => ({ code, name, color });
const DECIDES = role("decision_maker", "Decision maker", 4);
const USES = role("user", "User", 8);
const AGAINST = role("anti_sponsor", "Anti-sponsor", 1);

function person(id, name, values = {}) {
    return {
        id,
        name,
        function: "",
        roles: [],
        influence: 2,
        attitude: 2,
        career: "none",
        level: false,
        left: false,
        parent: false,
        ...values,
    };
}

const PEOPLE = [
    person(1, "Berta Boss", { roles: [DECIDES], influence: 3, attitude: 3, career: "rising" }),
    person(2, "Anna Maria Alt", { roles: [USES, AGAINST], attitude: false, parent: 1 }),
    person(3, "Carl", { influence: 1, attitude: 0, parent: 2 }),
    person(4, "Gil Gone", { roles: [USES], left: "Now at Neumark", parent: 99 }),
];

describe("layout", () => {
    test("initials are of the first and the last word", () => {
        expect(initials("Anna Maria Alt")).toBe("AA");
        expect(initials("Carl")).toBe("C");
        expect(initials("  ")).toBe("");
        expect(initials("Žiga Ôtsu")).toBe("ŽÔ");
    });

    test("everybody stands in one cell, and who left in none", () => {
        const [high, medium, low] = rows(PEOPLE, [{ id: 7, name: "Sponsor", color: 10 }]);
        expect(high.cells[3].people.map(({ id }) => id)).toEqual([1]);
        expect(high.cells[3].people[0].large).toBe(true);
        expect(high.cells[3].people[0].arrow).toBe("↗");
        expect(high.gaps).toHaveLength(1);
        expect(medium.unknown.map(({ id }) => id)).toEqual([2]);
        expect(medium.gaps).toHaveLength(0);
        expect(low.cells[0].people.map(({ id }) => id)).toEqual([3]);
        const drawn = [high, medium, low].flatMap(({ cells, unknown }) => [
            ...unknown,
            ...cells.flatMap(({ people }) => people),
        ]);
        expect(drawn).toHaveLength(3);
    });

    test("who is against us has that colour, whatever else they are", () => {
        expect(rows(PEOPLE)[1].unknown[0].color).toBe(AGAINST.color);
        expect(legend(PEOPLE).map(({ name }) => name)).toEqual(["Decision maker", "Anti-sponsor"]);
    });

    test("people whose superior is not known are at the top", () => {
        const top = trees(PEOPLE);
        expect(top.map(({ id }) => id)).toEqual([1, 4]);
        expect(top[0].children[0].id).toBe(2);
        expect(top[0].children[0].children[0].id).toBe(3);
    });
});

class Account extends models.Model {
    people = fields.Json();
    _records = [
        {
            id: 5,
            people: {
                account_id: 5,
                people: PEOPLE,
                gaps: [{ id: 7, name: "Sponsor", color: 10 }],
                levels: [
                    { key: "board", name: "Board", theirs: ["Berta Boss"], ours: [] },
                    { key: "operations", name: "Operations", theirs: [], ours: [] },
                ],
            },
        },
    ];
}
class Stakeholder extends models.Model {
    _name = "kam.stakeholder";

    name = fields.Char();
    parent_id = fields.Many2one({ relation: "kam.stakeholder" });
    child_ids = fields.One2many({ relation: "kam.stakeholder", relation_field: "parent_id" });

    attitude = fields.Selection({
        selection: [
            ["0", "Enemy"],
            ["1", "Sceptic"],
            ["2", "Neutral"],
            ["3", "Supporter"],
            ["4", "Mentor"],
        ],
    });
    _records = [{ id: 1, attitude: "3" }];
}
defineMailModels();
defineModels([Account, Stakeholder]);

describe("map", () => {
    const mountMap = () =>
        mountView({
            type: "form",
            resModel: "account",
            resId: 5,
            arch: `<form><field name="people" widget="kam_people_map"/></form>`,
        });

    test("marks, gaps and words", async () => {
        await mountMap();
        expect("[data-cell='3-3'] [data-person='1']").toHaveClass("kam_person_large");
        expect("[data-cell='2-unknown'] [data-person='2']").toHaveCount(1);
        expect("[data-cell='1-0'] [data-person='3']").toHaveCount(1);
        expect("[data-person='4']").toHaveCount(0);
        expect(".kam_people_legend").toHaveText(/Gil Gone \(Now at Neumark\)/);
        expect("[data-cell='3-unknown'] .kam_person_gap").toHaveCount(1);
        expect(queryAllTexts(".kam_people_gaps button")).toEqual(["No sponsor known"]);
        expect("[data-person='1']").toHaveAttribute(
            "aria-label",
            "Berta Boss · Decision maker · influence: high · supporter · rising star",
        );
        expect(queryAllTexts(".kam_people_levels tbody tr")).toEqual([
            "Board Berta Boss nobody of us",
        ]);
    });

    test("a mark opens the person, by mouse and by keyboard", async () => {
        const opened = [];
        onRpc("kam.stakeholder", "get_formview_action", ({ args }) => {
            opened.push(args[0][0]);
            return { type: "ir.actions.act_window", res_id: args[0][0] };
        });
        mockService("action", { doAction: () => {} });
        await mountMap();
        await click("[data-person='1']");
        await animationFrame();
        queryOne("[data-person='3']").focus();
        await press("Enter");
        await animationFrame();
        expect(opened).toEqual([1, 3]);
    });

    test("who reports to whom stands as a tree, whose people open by Enter", async () => {
        const opened = [];
        onRpc("kam.stakeholder", "get_formview_action", ({ args }) => {
            opened.push(args[0][0]);
            return { type: "ir.actions.act_window", res_id: args[0][0] };
        });
        mockService("action", { doAction: () => {} });
        await mountMap();
        // Berta, Anna below her, Carl below Anna; Gil, who has no place, stands beside
        const names = (place) => queryAllTexts(`${place} > b`);
        const top = ".kam_people_tree > ul > li";
        expect(names(`${top} > button`)).toEqual(["Berta Boss"]);
        expect(names(`${top} > ul > li > button`)).toEqual(["Anna Maria Alt"]);
        expect(names(`${top} > ul > li > ul > li > button`)).toEqual(["Carl"]);
        queryOne(`${top} > ul > li > button`).focus();
        await press("Enter");
        await animationFrame();
        expect(opened).toEqual([2]);
    });

    test("everything in the picture is reached by Tab", async () => {
        await mountMap();
        const marks = queryAll(".kam_people_map button, .kam_people_tree button");
        expect(marks).toHaveLength(4 + 4);
        expect(".kam_people_unplaced button").toHaveText(/Gil Gone/);
        expect(".kam_people_tree ul button").toHaveCount(3);
        expect(marks.every((mark) => mark.tabIndex === 0)).toBe(true);
    });

    test("a gap adds somebody with the role", async () => {
        const asked = [];
        onRpc("res.partner", "action_kam_add_stakeholder", ({ args }) => {
            asked.push(args);
            return { type: "ir.actions.act_window", target: "new" };
        });
        mockService("action", { doAction: () => {} });
        await mountMap();
        await click(".kam_person_gap");
        await animationFrame();
        expect(asked).toEqual([[[5], 7]]);
    });

    test("nobody yet", async () => {
        Account._records = [{ id: 5, people: { account_id: 5, people: [], gaps: [], levels: [] } }];
        await mountMap();
        expect(".kam_people_legend").toHaveText(/Nobody yet/);
        expect(".kam_people_tree").toHaveCount(0);
        expect(".kam_people_levels").toHaveCount(0);
        expect(getFixture()).not.toHaveText(/known\b.*\+/);
    });
});

describe("attitude", () => {
    const arch = `<form><field name="attitude" widget="kam_attitude"/></form>`;

    test("a face is chosen, saved, and taken back by a second click", async () => {
        const saved = [];
        onRpc("kam.stakeholder", "web_save", ({ args }) => {
            saved.push(args[1].attitude);
        });
        await mountView({ type: "form", resModel: "kam.stakeholder", resId: 1, arch });
        expect(".kam_attitude_on").toHaveAttribute("data-attitude", "3");
        await click(".kam_attitude_choice[data-attitude='4']");
        await animationFrame();
        expect(".kam_attitude_word").toHaveText("Mentor");
        await clickSave();
        await click(".kam_attitude_choice[data-attitude='4']");
        await animationFrame();
        expect(".kam_attitude_word").toHaveText("Not known");
        await clickSave();
        expect(saved).toEqual(["4", false]);
    });

    test("Delete takes it back", async () => {
        await mountView({ type: "form", resModel: "kam.stakeholder", resId: 1, arch });
        await click(".kam_attitude_choice[data-attitude='1']");
        await animationFrame();
        await keyDown("Delete");
        await animationFrame();
        expect(".kam_attitude_on").toHaveCount(0);
    });

    test("for reading: one face with its word", async () => {
        await mountView({
            type: "form",
            resModel: "kam.stakeholder",
            resId: 1,
            arch: arch.replace("widget", 'readonly="1" widget'),
        });
        expect(".kam_attitude_read").toHaveText("Supporter");
        expect(".kam_face_3").toHaveCount(1);
        expect("input[type=radio]").toHaveCount(0);
    });
});

test("roles nobody has stand above the chart of who reports to whom", async () => {
    onRpc("res.partner", "web_read", () => [
        { id: 5, kam_missing_role_ids: [{ id: 7, name: "Sponsor" }] },
    ]);
    await mountView({
        type: "hierarchy",
        resModel: "kam.stakeholder",
        context: { kam_account_id: 5 },
        arch: `
            <hierarchy js_class="kam_people_chart" child_field="child_ids">
                <templates><t t-name="hierarchy-box"><field name="name"/></t></templates>
            </hierarchy>`,
    });
    expect(".kam_people_gap[data-gap='7']").toHaveText("No sponsor known");
    expect(".o_hierarchy_node").toHaveCount(1);
});
