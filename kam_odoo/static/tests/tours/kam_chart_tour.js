import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_chart_tour", {
    steps: () => [
        {
            content: "Go to the people of the account",
            trigger: ".o_notebook a[name='kam_people']",
            run: "click",
        },
        {
            content: "Who reports to whom?",
            trigger: "button[name='action_kam_reports_to']",
            run: "click",
        },
        {
            content: "Berta leads; see who is below her",
            trigger:
                ".o_hierarchy_node_container:has(.o_hierarchy_node:contains(Berta Boss)) .o_hierarchy_node_button",
            run: "click",
        },
        {
            content: "Anna is, with her role",
            trigger: ".o_hierarchy_row:eq(1) .o_hierarchy_node:contains(Anna Alt):contains(User)",
        },
        {
            content: "Carl reports to nobody yet: drag his card onto Anna's",
            trigger: ".o_hierarchy_row:eq(0) .o_hierarchy_node:contains(Carl Clerk)",
            run: "drag_and_drop .o_hierarchy_row:eq(1) .o_hierarchy_node:contains(Anna Alt)",
        },
        {
            content: "He is below her now",
            trigger: ".o_hierarchy_row:eq(2) .o_hierarchy_node:contains(Carl Clerk)",
        },
    ],
});
