import { Component, useRef } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { useModelWithSampleData } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";

export class BubbleController extends Component {
    static template = "kam_odoo.BubbleView";
    static components = { ActionHelper, CogMenu, Layout, SearchBar };
    static props = {
        ...standardViewProps,
        archInfo: Object,
        Model: Function,
        Renderer: Function,
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        const { archInfo, fields, resModel } = this.props;
        this.model = useModelWithSampleData(this.props.Model, { archInfo, fields, resModel });
        // What the legend shows is kept when one comes back over the breadcrumbs.
        this.chosen = new Set(this.props.state?.chosen || []);
        useSetupAction({
            rootRef: useRef("root"),
            getLocalState: () => ({ chosen: [...this.chosen] }),
        });
        this.searchBarToggler = useSearchBarToggler();
    }

    get rendererProps() {
        return {
            data: this.model.data,
            archInfo: this.props.archInfo,
            fields: this.props.fields,
            chosen: this.chosen,
            openBubble: (bubble) => this.openBubble(bubble),
            openList: (title, domain) => this.openList(title, domain),
        };
    }

    /** Open what the view says: an action of the record, a related record, or itself. */
    async openBubble({ id, record }) {
        const { action, open } = this.props.archInfo;
        const { resModel, fields, context } = this.props;
        if (action) {
            await this.doRecordAction(resModel, action, id, context);
        } else if (open && record[open]) {
            await this.doRecordAction(
                fields[open].relation,
                "get_formview_action",
                record[open].id,
            );
        } else {
            await this.props.selectRecord(id, { activeIds: [id] });
        }
    }

    async doRecordAction(resModel, method, id, context = {}) {
        const action = await this.orm.call(resModel, method, [[id]], { context });
        if (action) {
            await this.action.doAction(action);
        }
    }

    openList(title, domain) {
        const views = (this.env.config.views || [])
            .filter(([, type]) => ["list", "kanban", "form"].includes(type))
            .map(([id, type]) => [id, type]);
        this.action.doAction({
            type: "ir.actions.act_window",
            name: title,
            res_model: this.props.resModel,
            views: views.some(([, type]) => type !== "form") ? views : [[false, "list"], ...views],
            mobile_view_mode: views.some(([, type]) => type === "kanban") ? "kanban" : "list",
            domain,
        });
    }
}
