import { registry } from "@web/core/registry";

const PAGE = {
    content: "Go to the cards",
    trigger: ".o_notebook a[name='kam_account']",
    run: "click",
};
const BACK = {
    content: "Back to the account",
    trigger: ".o_breadcrumb a:contains(Altmark), .o_back_button",
    run: "click",
};

registry.category("web_tour.tours").add("kam_account_tour", {
    steps: () => [
        PAGE,
        {
            content: "What they buy stands on the first card",
            trigger: "[data-card='sales'] [data-figure='revenue']:contains(300)",
        },
        {
            content: "Nobody has counted the health yet",
            trigger: "[data-card='health'] button:contains(Count anew)",
            run: "click",
        },
        {
            content: "Now there is a number; see why",
            trigger: "[data-card='health'] .kam_overview_big",
            run: "click",
        },
        {
            content: "The explanation in words",
            trigger: ".kam_health_row[data-driver='engagement']",
        },
        BACK,
        PAGE,
        {
            content: "From the plan to its objective",
            trigger: "[data-objective] button:contains(More revenue)",
            run: "click",
        },
        {
            content: "This is the objective",
            trigger: ".o_form_view .o_breadcrumb:contains(More revenue)",
        },
        BACK,
        PAGE,
        {
            content: "From the people to Berta",
            trigger: "[data-card='people'] [data-person] button:contains(Berta Boss)",
            run: "click",
        },
        {
            content: "This is she",
            trigger: ".o_form_view h1:contains(Berta Boss)",
        },
        BACK,
        PAGE,
        {
            content: "Nobody is their sponsor: say who is",
            trigger: "[data-card='people'] .kam_people_gap:contains(sponsor)",
            run: "click",
        },
        {
            content: "Not now",
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "The open work stands on its card",
            trigger: "body:not(:has(.modal)) [data-action] button:contains(Call them)",
        },
    ],
});
