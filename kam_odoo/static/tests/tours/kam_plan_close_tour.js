import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_plan_close_tour", {
    steps: () => [
        {
            content: "Close the plan",
            trigger: ".o_statusbar_buttons button[name='action_close']",
            run: "click",
        },
        {
            content: "What was reached is measured now",
            trigger: ".modal .o_field_widget[name='line_ids'] .o_data_row:contains(150 of)",
        },
        {
            content: "What helped",
            trigger: ".modal .o_field_widget[name='lesson_keep'] textarea",
            run: "edit Visits in the plants",
        },
        {
            content: "What to change",
            trigger: ".modal .o_field_widget[name='lesson_change'] textarea",
            run: "edit Ask for the budget first",
        },
        {
            content: "Give up the second action",
            trigger:
                ".modal .o_field_widget[name='action_ids'] .o_data_row:contains(Give up) .o_field_boolean_toggle input",
            run: "click",
        },
        {
            content: "It is given up",
            trigger:
                ".modal .o_field_widget[name='action_ids'] .o_data_row:contains(Give up) input:not(:checked)",
        },
        {
            content: "On to the next plan",
            trigger: ".modal footer button[name='action_confirm']:contains(Plan On)",
            run: "click",
        },
        {
            content: "The next plan is a draft, with the lessons on top",
            trigger: ".o_form_view .alert:contains(Visits in the plants)",
        },
        {
            content: "It knows the plan before",
            trigger: "button[name='action_open_previous']",
        },
        {
            content: "The action has moved",
            trigger: ".o_notebook a[name='actions']",
            run: "click",
        },
        {
            content: "One is open",
            trigger: ".o_field_widget[name='action_ids'] .o_data_row:contains(Goes on)",
        },
    ],
});
