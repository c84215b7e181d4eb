import { registry } from "@web/core/registry";
import { IntegerField, integerField } from "@web/views/fields/integer/integer_field";

/** A whole number that may be unknown: empty it says so, or invites to type it. */
export class KamCountField extends IntegerField {
    static template = "kam_odoo.KamCountField";
    static props = { ...IntegerField.props, placeholder: { type: String, optional: true } };
}

registry.category("fields").add("kam_count", {
    ...integerField,
    component: KamCountField,
    extractProps: (info, dynamicInfo) => ({
        ...integerField.extractProps(info, dynamicInfo),
        placeholder: info.placeholder,
    }),
    isEmpty: () => false,
});
