import { fields, models } from "@web/../tests/web_test_helpers";

/** Nine customers in five cells, one of them unclassified; 1000 is the total. */
export const MATRIX = {
    analysis_id: 7,
    currency_id: 2,
    measure: "margin",
    measure_label: "Margin",
    customer_count: 9,
    cells: [
        { abc: "a", xyz: "x", customers: 2, revenue: 12345.6, measure: 700, share: 0.7 },
        { abc: "a", xyz: "z", customers: 1, revenue: 2000, measure: 100, share: 0.1 },
        { abc: "b", xyz: "y", customers: 1, revenue: 900, measure: 120, share: 0.12 },
        { abc: "c", xyz: "x", customers: 4, revenue: 300, measure: 60, share: 0.06 },
        { abc: "c", xyz: "", customers: 1, revenue: 80, measure: 20, share: 0.02 },
    ],
};

/** A bar of the curves: one customer, or several where ``last`` is given. */
export function bar(first, amount, cumulative, abc, values = {}) {
    const last = values.last || first;
    return {
        first,
        last,
        customers: last - first + 1,
        partner_id: last === first ? 100 + first : false,
        name: last === first ? `Customer ${first}` : "",
        abc,
        amount,
        least: amount,
        most: amount,
        total: 1000,
        cumulative,
        ...values,
    };
}

export const PARETO = {
    analysis_id: 7,
    currency_id: 2,
    measure: "margin",
    measure_label: "Margin",
    bars: [
        bar(1, 700, 0.7, "a"),
        bar(2, 200, 0.9, "b"),
        bar(3, 100, 1, "c", { last: 5, least: 10, most: 60 }),
    ],
    whale: [
        bar(1, 900, 0.9, "a"),
        bar(2, 300, 1.2, "b"),
        bar(3, -200, 1, "c", { last: 5, least: -150, most: -10 }),
    ],
};

/** The fields of kam.analysis that the pictures read. */
export class KamAnalysis extends models.Model {
    _name = "kam.analysis";

    state = fields.Selection({
        selection: [
            ["draft", "Draft"],
            ["done", "Done"],
        ],
    });
    abc_method = fields.Selection({
        selection: [
            ["share", "Fixed limits"],
            ["computed", "Computed limits"],
        ],
    });
    xyz_method = fields.Selection({
        selection: [
            ["rhythm", "Rhythm"],
            ["variation", "Variation"],
        ],
    });
    customer_count = fields.Integer();
    limit_a = fields.Float();
    limit_b = fields.Float();
    hhi = fields.Float();
    key_share = fields.Float();
    parameters = fields.Json();
    matrix_data = fields.Json();
    pareto_data = fields.Json();

    _records = [
        {
            id: 7,
            state: "done",
            abc_method: "share",
            xyz_method: "rhythm",
            limit_a: 0.8,
            limit_b: 0.95,
            customer_count: 5,
            hhi: 2600,
            key_share: 0.4,
            parameters: {
                hhi_moderate: 1500,
                hhi_high: 2500,
                key_share_min: 0.3,
                key_share_max: 0.55,
            },
            matrix_data: MATRIX,
            pareto_data: PARETO,
        },
        {
            id: 8,
            state: "draft",
            abc_method: "share",
            xyz_method: "variation",
            limit_a: 0.8,
            limit_b: 0.95,
            parameters: false,
            matrix_data: {
                ...MATRIX,
                analysis_id: 8,
                preview: true,
                as_of: "2026-05-06 07:08:09",
                changes: 3,
                customers: [
                    { partner_id: 1, name: "Acme", abc: "a", xyz: "x", share: 0.5, now: "BX" },
                    { partner_id: 2, name: "New", abc: "a", xyz: null, share: 0.2, now: "" },
                    { partner_id: 3, name: "Same", abc: "b", xyz: "y", share: 0.1, now: "BY" },
                ],
            },
            pareto_data: { ...PARETO, analysis_id: 8, preview: true },
        },
        {
            id: 9,
            state: "draft",
            abc_method: "share",
            xyz_method: "rhythm",
            matrix_data: { message: "There is no confirmed order.", preview: true },
            pareto_data: { message: "There is no confirmed order.", preview: true },
        },
    ];
}
