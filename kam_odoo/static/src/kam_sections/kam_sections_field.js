import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const LEVELS = {
    red: { icon: "fa-circle-o text-danger", words: () => _t("empty") },
    amber: { icon: "fa-adjust text-warning", words: () => _t("begun") },
    green: { icon: "fa-check-circle text-success", words: () => _t("filled in") },
};

/** A row of lights: which sections of a plan are empty, begun or filled in. */
export class KamSectionsField extends Component {
    static template = "kam_odoo.KamSectionsField";
    static props = { ...standardFieldProps };

    get sections() {
        return (this.props.record.data[this.props.name] || []).map((section) => ({
            ...section,
            icon: LEVELS[section.level].icon,
            tooltip: _t("%(section)s: %(level)s. %(hint)s", {
                section: section.label,
                level: LEVELS[section.level].words(),
                hint: section.hint,
            }),
        }));
    }
}

export const kamSectionsField = {
    component: KamSectionsField,
    displayName: _t("Sections filled in"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("kam_sections", kamSectionsField);
