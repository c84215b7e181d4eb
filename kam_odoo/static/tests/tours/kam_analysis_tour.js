import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("kam_analysis_tour", {
    url: "/odoo",
    steps: () => [
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
            content: "Open the analyses",
            trigger: ".o-dropdown-item[data-menu-xmlid='kam_odoo.menu_kam_analysis']",
            run: "click",
        },
        {
            content: "Create an analysis",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "The form of a draft shows a picture or why it cannot",
            trigger: ".o_field_kam_matrix .kam_matrix, .o_field_kam_matrix .kam_picture_message",
        },
        {
            content: "Call it by a name",
            trigger: ".o_field_widget[name='name'] input",
            run: "edit Analysis of the tour",
        },
        {
            content: "Run it",
            trigger: "button[name='action_run']",
            run: "click",
        },
        {
            content: "The faithful customer is in the cell AX: open it",
            trigger: "button.kam_matrix_cell[data-cell='ax']:contains(1)",
            run: "click",
        },
        {
            content: "Land on the customers of that cell",
            trigger: ".o_list_view .o_data_cell:contains(Tour Faithful)",
        },
        {
            content: "Go back to the analysis",
            trigger: ".o_breadcrumb .breadcrumb-item a:contains(Analysis of the tour)",
            run: "click",
        },
        {
            content: "Look at the Pareto",
            trigger: ".o_notebook a[name='pareto']",
            run: "click",
        },
        {
            content: "And at the whale curve",
            trigger: ".kam_pareto_bar button:contains(Whale)",
            run: "click",
        },
        {
            content: "Each point is in the table as well: open a customer",
            trigger: ".kam_pareto_table summary",
            run: "click",
        },
        {
            trigger: ".kam_pareto_table button:contains(Tour Rare)",
            run: "click",
        },
        {
            content: "One customer is there",
            trigger:
                ".o_list_view:not(:has(.o_data_row ~ .o_data_row)) .o_data_cell:contains(Tour Rare)",
            run: "click",
        },
        {
            content: "Its figures are explained",
            trigger: ".o_form_view [name='explanation'] table",
        },
        {
            content: "Go back to the analysis",
            trigger: ".o_breadcrumb .breadcrumb-item a:contains(Analysis of the tour)",
            run: "click",
        },
        {
            content: "Take it away as a workbook",
            trigger: "button[name='action_export_xlsx']",
            run: "click",
        },
        {
            content: "The form is still there and has nothing to save",
            trigger: ".o_form_view:not(:has(.o_form_dirty))",
        },
    ],
});
