import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_week_tour", {
    steps: () => [
        {
            content: "What is due today is on the list, with its account: open it",
            trigger:
                ".o_data_row:contains(Tour Week Account):contains(Ask for the drawings) .o_data_cell[name='kam_what']",
            run: "click",
        },
        {
            content: "The record behind it opens",
            trigger: ".o_form_view .o_breadcrumb:contains(Tour Week Account)",
        },
        {
            content: "Back to the week",
            trigger: ".o_breadcrumb a:contains(My Week)",
            run: "click",
        },
        {
            content: "Tick it off",
            trigger: ".o_data_row:contains(Ask for the drawings) button[name='action_done']",
            run: "click",
        },
        {
            content: "Nothing is left",
            trigger: ".o_view_nocontent:contains(Nothing to do this week)",
        },
    ],
});
