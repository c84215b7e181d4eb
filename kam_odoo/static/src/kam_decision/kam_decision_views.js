import { EventBus } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { KamDecisionPanel } from "./kam_decision_panel";

/** Candidates of a round, with the panel above that follows what is saved. */
export class KamDecisionListController extends ListController {
    static template = "kam_odoo.KamDecisionList";
    static components = { ...ListController.components, KamDecisionPanel };

    setup() {
        super.setup();
        this.panelBus = new EventBus();
        // Several lines saved at once tell nobody but the model.
        useBus(this.model.bus, "update", () => {
            if (!this.model.root.editedRecord) {
                this.panelBus.trigger("reload");
            }
        });
    }

    get selectionId() {
        return this.props.context.kam_selection_id;
    }

    get panelProps() {
        return {
            selectionId: this.selectionId,
            bus: this.panelBus,
            save: () => this.model.root.leaveEditMode(),
        };
    }

    async onRecordSaved() {
        await super.onRecordSaved(...arguments);
        this.panelBus.trigger("reload");
    }
}

export class KamDecisionKanbanController extends KanbanController {
    static template = "kam_odoo.KamDecisionKanban";
    static components = { ...KanbanController.components, KamDecisionPanel };

    setup() {
        super.setup();
        this.panelBus = new EventBus();
    }

    get selectionId() {
        return this.props.context.kam_selection_id;
    }

    get panelProps() {
        return { selectionId: this.selectionId, bus: this.panelBus, save: () => true };
    }
}

registry.category("views").add("kam_decision_list", {
    ...listView,
    Controller: KamDecisionListController,
});
registry.category("views").add("kam_decision_kanban", {
    ...kanbanView,
    Controller: KamDecisionKanbanController,
});
