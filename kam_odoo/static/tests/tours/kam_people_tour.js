import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("kam_people_tour", {
    steps: () => [
        {
            content: "Go to the people of the account",
            trigger: ".o_notebook a[name='kam_people']",
            run: "click",
        },
        {
            content: "Nobody sponsors us there: say who does",
            trigger: ".kam_people_map .kam_person_gap[title='No sponsor known']",
            run: "click",
        },
        {
            content: "Choose the person",
            trigger: ".modal .o_field_widget[name='contact_id'] input",
            run: "edit Tour Sponsor",
        },
        {
            content: "Take the one found",
            trigger: ".modal .ui-menu-item a:contains(Tour Sponsor)",
            run: "click",
        },
        {
            content: "A mentor",
            trigger: ".modal .kam_attitude_choice[data-attitude='4']",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The person stands on the map, and the gap is closed",
            trigger: "[data-cell='2-4'] .kam_person:contains(Tour Sponsor)",
        },
        {
            content: "Take over whom we deal with",
            trigger: "button[name='action_kam_proposals']",
            run: "click",
        },
        {
            content: "One click",
            trigger: ".o_data_row:contains(Tour Buyer) button[name='action_accept']",
            run: "click",
        },
        {
            content: "Back to the account",
            trigger:
                "body:not(:has(.o_data_row:contains(Tour Buyer))) .o_back_button, body:not(:has(.o_data_row)) .breadcrumb-item a:contains(Tour Account)",
            run: "click",
        },
        {
            content: "Go to the people again",
            trigger: ".o_notebook a[name='kam_people']",
            run: "click",
        },
        {
            content: "Now they are on the map, attitude not known; open the person",
            trigger: "[data-cell='2-unknown'] .kam_person:contains(Tour Buyer)",
            run: "click",
        },
        {
            content: "This is the person",
            trigger: ".o_form_view h1:contains(Tour Buyer)",
        },
    ],
});
