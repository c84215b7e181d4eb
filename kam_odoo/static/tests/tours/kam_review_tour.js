import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_review_tour", {
    steps: () => [
        {
            content: "Open the review that is planned",
            trigger: ".o_data_row:contains(Progress review) .o_data_cell[name='partner_id']",
            run: "click",
        },
        {
            content: "What changed is prepared: the revenue of the plan so far",
            trigger: ".kam_changes .kam_known_figures:contains(300)",
        },
        {
            content: "The objective stands beside it",
            trigger: ".kam_changes .kam_known_table:contains(More revenue)",
        },
        {
            content: "The meeting is over",
            trigger: ".o_statusbar_buttons button[name='action_hold']",
            run: "click",
        },
        {
            content: "It is held",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Held)",
        },
        {
            content: "Go to the minutes",
            trigger: ".o_notebook a[name='minutes']",
            run: "click",
        },
        {
            content: "What was found",
            trigger: ".o_field_widget[name='findings'] textarea",
            run: "edit They order too little at once",
        },
        {
            content: "What was decided",
            trigger: ".o_field_widget[name='decisions'] textarea",
            run: "edit We offer a weekly delivery",
        },
        {
            content: "Who does it",
            trigger: ".o_field_widget[name='action_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Name the action",
            trigger: ".o_field_widget[name='action_ids'] .o_field_widget[name='name'] input",
            run: "edit Offer a weekly delivery",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The action is open",
            trigger: ".o_form_saved .o_field_widget[name='action_ids'] .o_data_row:contains(Open)",
        },
        {
            content: "Close the review",
            trigger: ".o_statusbar_buttons button[name='action_close']",
            run: "click",
        },
        {
            content: "Yes",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "It is closed",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Closed)",
        },
        {
            content: "Back to the list",
            trigger: ".o_breadcrumb a:contains(Reviews)",
            run: "click",
        },
        {
            content: "The next one is planned",
            trigger: ".o_list_view .o_data_row:contains(Progress review):contains(Planned)",
        },
    ],
});
