import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_health_tour", {
    steps: () => [
        {
            content: "The account went down, and it says what moved it; ask why",
            trigger:
                ".o_data_row:contains(Altmark):contains(Engagement) button[name='action_open']",
            run: "click",
        },
        {
            content: "The number stands with its band",
            trigger: ".kam_health_total .badge",
        },
        {
            content: "Two weeks are a line",
            trigger: ".kam_health_spark .kam_health_dot:nth-of-type(2)",
        },
        {
            content: "The driver is explained in words",
            trigger: ".kam_health_row[data-driver='engagement']:contains(1 meetings)",
        },
        {
            content: "What is not known is not counted as bad",
            trigger: ".kam_health_row[data-driver='payment']:contains(unknown)",
        },
        {
            content: "Back to the list",
            trigger: ".o_breadcrumb a:contains(What Changed This Week), .o_back_button",
            run: "click",
        },
        {
            content: "The list is there again",
            trigger: ".o_list_view .o_data_row:contains(Altmark)",
        },
    ],
});
