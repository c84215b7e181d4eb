import { registry } from "@web/core/registry";
import { HierarchyController } from "@web_hierarchy/hierarchy_controller";
import { hierarchyView } from "@web_hierarchy/hierarchy_view";
import { withGaps } from "../kam_people/kam_people_gaps";

// In the bundle of Odoo's hierarchy view, which is loaded when it is needed.
registry.category("views").add("kam_people_chart", {
    ...hierarchyView,
    Controller: withGaps(HierarchyController, "kam_odoo.KamPeopleChart"),
});
