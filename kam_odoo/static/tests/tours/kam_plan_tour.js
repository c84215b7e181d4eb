import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_plan_tour", {
    steps: () => [
        {
            content: "Choose the account",
            trigger: ".o_field_widget[name='partner_id'] input",
            run: "edit Tour Plan Account",
        },
        {
            content: "From the list",
            trigger: ".o-autocomplete--dropdown-item:contains(Tour Plan Account)",
            run: "click",
        },
        {
            content: "What is known appears, before anything is saved",
            trigger: ".kam_known_table:contains(Machines)",
        },
        {
            content: "The plan has a name",
            trigger: ".o_field_widget[name='name'] textarea:value(/^Tour Plan Account/)",
        },
        {
            content: "Write a goal",
            trigger: ".o_notebook a[name='strategy']",
            run: "click",
        },
        {
            content: "In the customer's words",
            trigger: ".o_field_widget[name='customer_goals'] textarea",
            run: "edit Two new plants by summer",
        },
        {
            content: "Go to the objectives",
            trigger: ".o_notebook a[name='objectives']",
            run: "click",
        },
        {
            content: "Add one",
            trigger: ".o_field_widget[name='objective_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".modal .o_field_widget[name='name'] input",
            run: "edit Tour Objective",
        },
        {
            content: "The baseline is proposed: 300 in the 90 days before",
            trigger: ".modal .o_field_widget[name='baseline'] input:value(300)",
        },
        {
            content: "Set a target",
            trigger: ".modal .o_field_widget[name='target'] input",
            run: "edit 600",
        },
        {
            content: "Save the objective",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "It is in the list",
            trigger: ".o_field_widget[name='objective_ids'] .o_data_cell:contains(Tour Objective)",
        },
        {
            content: "Go to the actions",
            trigger: ".o_notebook a[name='actions']",
            run: "click",
        },
        {
            content: "Add one",
            trigger: ".o_field_widget[name='action_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_field_widget[name='action_ids'] .o_field_widget[name='name'] input",
            run: "edit Tour Action",
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
            content: "Submit",
            trigger: "button[name='action_submit']",
            run: "click",
        },
        {
            content: "It waits for approval",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(To approve)",
        },
    ],
});
