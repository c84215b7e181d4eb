import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

let count = 0;

/** A face for an attitude: the mouth bends from "0" (enemy) to "4" (mentor). */
export class KamFace extends Component {
    static template = "kam_odoo.KamFace";
    static props = { value: { type: [String, Number, Boolean], optional: true } };

    get number() {
        const { value } = this.props;
        return value === false || value === undefined ? null : Number(value);
    }

    get className() {
        return `kam_face kam_face_${this.number === null ? "unknown" : this.number}`;
    }

    get mouth() {
        const bend = this.number === null ? 0 : (this.number - 2) * 2.2;
        return `M 6 ${14.5 - bend / 2} Q 10 ${14.5 + bend} 14 ${14.5 - bend / 2}`;
    }
}

/**
 * Attitude as a row of five faces. They are radio buttons: one Tab stop leads there, the
 * arrow keys move, and the same face again or Delete takes it back. Where it is only
 * read, there is one face with its word.
 */
export class KamAttitudeField extends Component {
    static template = "kam_odoo.KamAttitudeField";
    static components = { KamFace };
    static props = { ...standardFieldProps, wordless: { type: Boolean, optional: true } };

    setup() {
        count += 1;
        this.group = `kam_attitude_${count}`;
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get choices() {
        return this.props.record.fields[this.props.name].selection;
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    get word() {
        const choice = this.choices.find(([key]) => key === this.value);
        return choice ? choice[1] : _t("Not known");
    }

    set(value) {
        if (value !== this.value) {
            this.props.record.update({ [this.props.name]: value });
        }
    }

    /** The browser says nothing when the chosen radio button is clicked once more. */
    onPointerDown(value) {
        this.clicked = value === this.value ? value : null;
    }

    onClick(value) {
        if (value === this.clicked) {
            this.set(false);
        }
    }

    onKeyDown(ev) {
        if (["Delete", "Backspace"].includes(ev.key)) {
            ev.preventDefault();
            this.set(false);
        }
        this.clicked = null;
    }
}

registry.category("fields").add("kam_attitude", {
    component: KamAttitudeField,
    displayName: _t("Attitude as faces"),
    supportedTypes: ["selection"],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ wordless: Boolean(options.wordless) }),
});
