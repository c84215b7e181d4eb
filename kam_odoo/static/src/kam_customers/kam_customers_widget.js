import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PAGE = 20;

/**
 * The customers of an analysis inside its form, a page at a time. An x2many field
 * would bring the numbers of all customers, tens of thousands, with each form.
 */
export class KamCustomersWidget extends Component {
    static template = "kam_odoo.KamCustomersWidget";
    static components = { View };
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
    }

    get analysisId() {
        return this.props.record.resId;
    }

    /** The same object while the analysis is the same: a new one would load anew. */
    get viewProps() {
        if (this.shown?.id !== this.analysisId) {
            this.shown = { id: this.analysisId, props: this.makeViewProps() };
        }
        return this.shown.props;
    }

    makeViewProps() {
        return {
            type: "list",
            resModel: "kam.analysis.line",
            domain: [["analysis_id", "=", this.analysisId]],
            context: { kam_embedded: true },
            limit: PAGE,
            allowSelectors: false,
            display: { searchPanel: false, controlPanel: false },
            selectRecord: (resId) => this.open(resId),
        };
    }

    open(resId) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "kam.analysis.line",
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}

export const kamCustomersWidget = { component: KamCustomersWidget };

registry.category("view_widgets").add("kam_customers", kamCustomersWidget);
