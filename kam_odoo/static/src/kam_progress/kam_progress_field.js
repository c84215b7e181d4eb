import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent } from "../kam_common/kam_common";

const STYLES = {
    done: "bg-success",
    on_track: "bg-success",
    at_risk: "bg-warning",
    off_track: "bg-danger",
};

/**
 * How far an objective or a plan is: a bar, with a mark where it should be by today.
 * Its colour is the status, which is also told in words.
 */
export class KamProgressField extends Component {
    static template = "kam_odoo.KamProgressField";
    static props = { ...standardFieldProps };

    get progress() {
        return this.props.record.data[this.props.name];
    }

    /** False while nothing was measured: no bar, and no zero either. */
    get isKnown() {
        return this.progress !== false;
    }

    get expected() {
        return this.props.record.data.expected;
    }

    get width() {
        return `${Math.round(Math.min(1, this.progress) * 100)}%`;
    }

    get mark() {
        return `${Math.round(Math.min(1, this.expected) * 100)}%`;
    }

    get style() {
        return STYLES[this.props.record.data.status] || "bg-secondary";
    }

    get label() {
        return formatPercent(this.progress, 0);
    }

    get tooltip() {
        return this.isKnown
            ? _t("%(progress)s reached, %(expected)s expected by today", {
                  progress: this.label,
                  expected: formatPercent(this.expected, 0),
              })
            : _t("Nothing was measured yet");
    }
}

export const kamProgressField = {
    component: KamProgressField,
    displayName: _t("Progress against what is expected"),
    supportedTypes: ["float"],
    fieldDependencies: [
        { name: "expected", type: "float", readonly: true },
        { name: "status", type: "selection", readonly: true },
    ],
    isEmpty: () => false,
};

registry.category("fields").add("kam_progress", kamProgressField);
