import { registry } from "@web/core/registry";

const cell = (row, column) => `.kam_grid tbody tr:eq(${row - 1}) .kam_grid_cell:eq(${column - 1})`;

/** A key pressed in the cell that has the focus. */
const key = (name, focused) => ({
    content: `Press ${name}`,
    trigger: `${focused}:focus`,
    run: `press ${name}`,
});

registry.category("web_tour.tours").add("kam_assessment_tour", {
    steps: () => [
        {
            content: "The grid waits in its first empty cell",
            trigger: `${cell(1, 1)}:focus`,
        },
        key("8", cell(1, 1)),
        key("0", cell(1, 2)),
        key("1", cell(2, 1)),
        key("0", cell(2, 1)),
        {
            content: "One and zero are ten",
            trigger: `${cell(2, 1)}:contains(10)`,
        },
        key("5", cell(2, 2)),
        key("7", cell(3, 1)),
        {
            content: "The scale of the cell is explained",
            trigger: ".kam_scale_criterion:contains(Share of wallet)",
        },
        key("ArrowLeft", cell(3, 2)),
        key("c", cell(3, 1)),
        {
            content: "Say why",
            trigger: ".kam_scale_comment:focus",
            run: "edit Grows each year",
        },
        {
            content: "All by itself the marks are saved",
            trigger: ".kam_assessment_saved[data-status='saved']",
        },
        {
            content: "Hand in",
            trigger: "button[name='action_ask_hand_in']",
            run: "click",
        },
        {
            content: "It says what is empty",
            trigger: ".modal-body:contains(1 of 6 cells are empty)",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Read only, with thanks",
            trigger: ".kam_assessment .alert:contains(Thank you)",
        },
        {
            trigger: ".kam_scale_level[data-mark='5']:disabled",
        },
        {
            content: "Take it back",
            trigger: "button[name='action_take_back']",
            run: "click",
        },
        {
            content: "Mark the last cell with the mouse",
            trigger: cell(3, 2),
            run: "click",
        },
        {
            trigger: ".kam_scale_level[data-mark='2']:enabled",
            run: "click",
        },
        {
            content: "Hand in what is complete, without waiting for it to be saved",
            trigger: ".kam_assessment_complete button",
            run: "click",
        },
        {
            trigger: ".modal-body:contains(All 6 marks are given)",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".kam_assessment .alert:contains(Thank you)",
        },
    ],
});

registry.category("web_tour.tours").add("kam_nomination_tour", {
    steps: () => [
        {
            content: "Find a customer",
            trigger: ".kam_nominations_new .o_record_selector input",
            run: "edit Tour Alfa",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour Alfa)",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".kam_nominations_new .kam_nominations_reason",
            run: "edit Leader of its region",
        },
        {
            trigger: ".kam_nominations_add:enabled",
            run: "click",
        },
        {
            trigger: ".kam_nominations_list .kam_candidate_name:contains(Tour Alfa)",
        },
        {
            content: "Take over a suggestion",
            trigger: ".kam_nominations_suggestion:contains(Tour Prospect)",
            run: "click",
        },
        {
            trigger: ".kam_nominations_list .kam_candidate_name:contains(Tour Prospect)",
        },
        {
            content: "And take the first one away again",
            trigger: ".kam_nominations_list li:contains(Tour Alfa) .kam_nominations_remove",
            run: "click",
        },
        {
            trigger: ".kam_nominations_list:not(:contains(Tour Alfa))",
        },
        {
            trigger: "button[name='action_ask_hand_in']",
            run: "click",
        },
        {
            trigger: ".modal-body:contains(You nominated customers: 1)",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: "button[name='action_take_back']",
        },
    ],
});
