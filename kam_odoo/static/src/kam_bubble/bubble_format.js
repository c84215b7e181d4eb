import { registry } from "@web/core/registry";
import { formatAmount, formatPercent, UNKNOWN } from "../kam_common/kam_common";

const formatters = registry.category("formatters");
const NUMBERS = ["float", "integer", "monetary"];

/**
 * A field's value as people read it: amounts short, unknown numbers as a dash.
 *
 * @param {Object} field definition of the field
 * @param {Object} record values as web_search_read gives them
 * @param {string|null} widget "kam_percent" and "percentage" show a fraction in percent
 * @returns {string} empty for nothing
 */
export function formatValue(field, record, widget = null) {
    const value = record[field.name];
    if (widget === "kam_percent" || widget === "percentage") {
        return formatPercent(value, 0);
    }
    if (NUMBERS.includes(field.type) && (value === false || value === undefined)) {
        return UNKNOWN;
    }
    if (field.type === "monetary") {
        return formatAmount(value, record[field.currency_field]?.id);
    }
    if (Array.isArray(value)) {
        return value.map((item) => item.display_name).join(", ");
    }
    if (value && typeof value === "object") {
        return value.display_name || "";
    }
    return formatters.get(field.type, (text) => text || "")(value, { field });
}
