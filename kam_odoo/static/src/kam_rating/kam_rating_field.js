import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const WORDS = {
    1: _t("Very small"),
    2: _t("Small"),
    3: _t("Medium"),
    4: _t("Large"),
    5: _t("Very large"),
};
const VALUES = [1, 2, 3, 4, 5];
let count = 0;

/**
 * An estimate from 1 to 5 as five dots. They are radio buttons, so one Tab stop leads
 * there and the arrow keys move; the same dot again, or Delete, takes it back.
 */
export class KamRatingField extends Component {
    static template = "kam_odoo.KamRatingField";
    static props = { ...standardFieldProps };

    setup() {
        this.values = VALUES;
        count += 1;
        this.group = `kam_rating_${count}`;
    }

    get value() {
        return this.props.record.data[this.props.name] || 0;
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    get text() {
        return this.value ? WORDS[this.value] : _t("Not estimated");
    }

    wordOf(value) {
        return _t("%(value)s of 5: %(word)s", { value, word: WORDS[value] });
    }

    set(value) {
        if (!this.props.readonly && value !== this.value) {
            this.props.record.update({ [this.props.name]: value });
        }
    }

    /** The browser says nothing when the chosen radio button is clicked once more. */
    onClick(value) {
        if (value === this.clicked) {
            this.set(false);
        }
    }

    onPointerDown(value) {
        this.clicked = value === this.value ? value : null;
    }

    onKeyDown(ev) {
        if (["Delete", "Backspace", "0"].includes(ev.key)) {
            ev.preventDefault();
            this.set(false);
        } else if (VALUES.includes(Number(ev.key))) {
            ev.preventDefault();
            this.set(Number(ev.key));
        }
        this.clicked = null;
    }
}

export const kamRatingField = {
    component: KamRatingField,
    displayName: _t("Estimate from 1 to 5"),
    supportedTypes: ["integer"],
    isEmpty: () => false,
};

registry.category("fields").add("kam_rating", kamRatingField);
