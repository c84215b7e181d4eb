import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_network_tour", {
    steps: () => [
        {
            content: "Go to the people of the account",
            trigger: ".o_notebook a[name='kam_people']",
            run: "click",
        },
        {
            content: "Who knows whom?",
            trigger: "button[name='action_kam_network']",
            run: "click",
        },
        {
            content: "Two contacts with Berta; open them",
            trigger:
                ".kam_network_table tr:contains(Berta Boss) .kam_network_level_1 b:contains(2)",
            run: "click",
        },
        {
            content: "These are the calls behind the number",
            trigger: ".o_list_view .o_data_row:contains(Berta Boss):contains(Call)",
        },
        {
            content: "Back to the picture",
            trigger: ".o_breadcrumb a:contains(Who knows whom), .o_back_button",
            run: "click",
        },
        {
            content: "See both teams",
            trigger: ".kam_network_as_teams",
            run: "click",
        },
        {
            content: "A line joins who knows each other",
            trigger: ".kam_network_line",
        },
        {
            content: "Back to the table",
            trigger: ".kam_network_as_table",
            run: "click",
        },
        {
            content: "What if the manager leaves?",
            trigger: ".kam_network_colleague button:contains(Tour Manager)",
            run: "click",
        },
        {
            content: "Berta would know nobody of us; the sponsor is to be introduced",
            trigger: ".modal .o_data_row:contains(Berta Boss):contains(Tour Sponsor)",
        },
        {
            content: "And so much revenue is behind it",
            trigger: ".modal .o_field_widget[name='revenue']:contains(300)",
        },
        {
            content: "Plan the introductions",
            trigger: ".modal button[name='action_introduce']",
            run: "click",
        },
        {
            content: "They are planned",
            trigger: ".o_notification:contains(1 introduction):contains(planned)",
        },
        {
            content: "The window is closed",
            trigger: "body:not(:has(.modal)) .kam_network_table",
        },
    ],
});
