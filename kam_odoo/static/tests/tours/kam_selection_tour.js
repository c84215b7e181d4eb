import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** From anywhere to the rounds. */
const openRounds = () => [
    stepUtils.showAppsMenuItem(),
    {
        content: "Open the CRM",
        trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
        run: "click",
    },
    {
        content: "Open the key accounts",
        trigger: ".o_menu_sections [data-menu-xmlid='kam_odoo.menu_kam_root']",
        run: "click",
    },
    {
        content: "Open the rounds",
        trigger: ".o-dropdown-item[data-menu-xmlid='kam_odoo.menu_kam_selection_round']",
        run: "click",
    },
];

const openRound = () => [
    ...openRounds(),
    {
        content: "Open the round of the tour",
        trigger: ".o_data_row .o_data_cell:contains(Round of the tour)",
        run: "click",
    },
];

const inStep = (label) => ({
    content: `The round is in the step ${label}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${label})`,
});

const confirmDialog = () => ({
    content: "Yes, do it",
    trigger: ".modal-footer .btn-primary",
    run: "click",
});

const assessor = (name, row) => [
    {
        content: `Name an assessor: ${name}`,
        trigger: ".o_field_widget[name='assessment_ids'] .o_field_x2many_list_row_add a",
        run: "click",
    },
    {
        trigger: `.o_data_row:nth-child(${row}).o_selected_row [name='user_id'] input`,
        run: `edit ${name}`,
    },
    {
        trigger: `.o-autocomplete--dropdown-item a:contains("${name}")`,
        run: "click",
    },
];

const giveReason = (name, reason) => [
    {
        content: `Say why for ${name}`,
        trigger: `.o_data_row:contains(${name}) td[name='reason']`,
        run: "click",
    },
    {
        trigger: `.o_selected_row:contains(${name}) [name='reason'] input`,
        run: `edit ${reason}`,
    },
];

registry.category("web_tour.tours").add("kam_selection_tour_invite", {
    url: "/odoo",
    steps: () => [
        ...openRounds(),
        {
            content: "Create a round",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Call it by a name",
            trigger: ".o_field_widget[name='name'] input",
            run: "edit Round of the tour",
        },
        ...assessor("kam_employee (", 1),
        ...assessor("kam_user (", 2),
        {
            content: "Invite them",
            trigger: "button[name='action_start_nomination']",
            run: "click",
        },
        inStep("Nomination"),
    ],
});

registry.category("web_tour.tours").add("kam_selection_tour_score", {
    url: "/odoo",
    steps: () => [
        ...openRound(),
        {
            content: "The nominations are through",
            trigger: "button[name='action_start_scoring']",
            run: "click",
        },
        confirmDialog(),
        inStep("Scoring"),
        {
            content: "There are candidates",
            trigger: ".o_stat_text:contains(Candidates)",
        },
    ],
});

registry.category("web_tour.tours").add("kam_selection_tour_decide", {
    url: "/odoo",
    steps: () => [
        ...openRound(),
        {
            content: "Everybody has handed in",
            trigger:
                "button[name='action_end_scoring'].oe_highlight, button[name='action_end_scoring'].btn-primary",
            run: "click",
        },
        inStep("Decision"),
        {
            content: "Decide",
            trigger: ".o_statusbar_buttons button[name='action_open_candidates']",
            run: "click",
        },
        {
            content: "The places are shown",
            trigger: ".kam_places_tier[data-tier='Strategic']:contains(1 of 1 places)",
        },
        {
            content: "Look why Alfa is first",
            trigger: ".o_data_row:contains(Alfa) button[name='action_open_why']",
            run: "click",
        },
        {
            trigger: ".modal .kam_why td:contains(Potential)",
        },
        {
            content: "Close it",
            trigger: ".modal-header .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        ...giveReason("Alfa", "Grows with us"),
        ...giveReason("Beta", "Steady"),
        {
            content: "Rather let Beta wait",
            trigger: ".o_selected_row:contains(Beta) [name='decision'] .o_select_menu input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Waiting list)",
            run: "click",
        },
        {
            content: "Save the line",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "The places follow: nobody is in Key any more",
            trigger: ".kam_places_tier[data-tier='Key']:contains(0 of 2 places)",
        },
        {
            content: "Nothing is missing: apply",
            trigger: ".kam_decision_panel:not(:contains(lack)) .kam_decision_apply",
            run: "click",
        },
        confirmDialog(),
        inStep("Closed"),
        {
            content: "The way back to the rounds is still there",
            trigger: ".o_breadcrumb:contains(Selection Rounds)",
        },
        {
            content: "The followers read what was decided",
            trigger: ".o-mail-Message:contains(Alfa)",
        },
    ],
});
