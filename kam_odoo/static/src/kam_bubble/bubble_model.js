import { Domain } from "@web/core/domain";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";

const COUNT_LIMIT = 1000000;
// Kinds of fields whose values can be colours.
const COLORED = ["many2one", "selection", "boolean", "char"];
const isUnknown = (value) => value === false || value === null || value === undefined;

/**
 * The records of a bubble picture, their colours, and those that have no place in it.
 */
export class BubbleModel extends Model {
    setup({ resModel, fields, archInfo }) {
        this.resModel = resModel;
        this.fields = fields;
        this.archInfo = archInfo;
        this.keepLast = new KeepLast();
        this.data = null;
    }

    async load(searchParams) {
        this.data = await this.keepLast.add(this.fetch(searchParams));
    }

    hasData() {
        return this.data.total > 0;
    }

    async fetch({ domain, context, groupBy }) {
        const { limit, order } = this.archInfo;
        const color = this.colorOf(groupBy);
        const { length, records } = await this.orm.webSearchRead(this.resModel, domain, {
            specification: this.specification(color),
            limit,
            order: order || "",
            context,
            count_limit: COUNT_LIMIT,
        });
        const known = records.filter((record) => this.hasPlace(record));
        return {
            bubbles: known.map((record) => this.bubble(record, color)),
            categories: color ? await this.categories(color, known, context) : [],
            split: { x: this.split("xSplit", known), y: this.split("ySplit", known) },
            total: length,
            shown: records.length,
            context,
            ...(await this.unknown(domain, context, records, length)),
        };
    }

    hasPlace(record) {
        return !isUnknown(record[this.archInfo.x]) && !isUnknown(record[this.archInfo.y]);
    }

    /** Records without a value on an axis: how many, and the domain that finds them. */
    async unknown(domain, context, records, length) {
        if (length === records.length) {
            const ids = records.filter((record) => !this.hasPlace(record)).map(({ id }) => id);
            return { unknown: ids.length, unknownDomain: [["id", "in", ids]] };
        }
        const { x, y } = this.archInfo;
        const empty = ["|", [x, "=", false], [y, "=", false]];
        const unknownDomain = Domain.and([domain, empty]).toList();
        return {
            unknown: await this.orm.searchCount(this.resModel, unknownDomain, { context }),
            unknownDomain,
        };
    }

    /** The first group-by gives the colours, else what the view says. */
    colorOf(groupBy) {
        const chosen = groupBy.find((name) => COLORED.includes(this.fields[name]?.type));
        return chosen || this.archInfo.color;
    }

    specification(color) {
        const { x, y, size, nameField, xSplit, ySplit, open, cardFields } = this.archInfo;
        const names = [x, y, size, nameField, xSplit, ySplit, open, color];
        for (const field of cardFields) {
            names.push(field.name, this.fields[field.name].currency_field);
        }
        names.push(this.fields[size]?.currency_field);
        const result = {};
        for (const name of names) {
            if (name in this.fields) {
                result[name] = this.fields[name].relation ? { fields: { display_name: {} } } : {};
            } else if (name === "display_name") {
                result[name] = {};
            }
        }
        return result;
    }

    bubble(record, color) {
        const { x, y, size, nameField } = this.archInfo;
        return {
            id: record.id,
            name: this.nameOf(record[nameField]),
            x: record[x],
            y: record[y],
            size: size ? record[size] : false,
            category: color ? this.keyOf(record[color]) : "",
            record,
        };
    }

    nameOf(value) {
        return (value && typeof value === "object" ? value.display_name : value) || "";
    }

    keyOf(value) {
        return String((value && typeof value === "object" ? value.id : value) || "");
    }

    /** A split is a number of the view, or a field: that of the first record. */
    split(name, records) {
        const split = this.archInfo[name];
        if (typeof split !== "string") {
            return split;
        }
        const value = records.length ? records[0][split] : null;
        return isUnknown(value) ? null : value;
    }

    /** Entries of the legend in the order of the field, those without a value last. */
    async categories(name, records, context) {
        const field = this.fields[name];
        const found = new Map();
        for (const record of records) {
            const key = this.keyOf(record[name]);
            const entry = found.get(key) || { key, label: this.nameOf(record[name]), count: 0 };
            entry.count += 1;
            found.set(key, entry);
        }
        let keys = [...found.keys()].filter(Boolean);
        if (field.type === "many2one") {
            const colorField = name === this.archInfo.color ? this.archInfo.colorField : null;
            const related = await this.orm.searchRead(
                field.relation,
                [["id", "in", keys.map(Number)]],
                colorField ? [colorField] : ["id"],
                { context: { ...context, active_test: false } },
            );
            for (const record of related) {
                if (colorField) {
                    found.get(String(record.id)).index = record[colorField];
                }
            }
            keys = related.map((record) => String(record.id));
        } else if (field.type === "selection") {
            for (const [value, label] of field.selection) {
                if (found.has(value)) {
                    found.get(value).label = label;
                }
            }
            keys = field.selection.map(([value]) => value).filter((key) => found.has(key));
        } else if (field.type === "boolean") {
            return [
                { ...found.get("true"), key: "true", label: field.string },
                { ...found.get(""), key: "", label: _t("Others"), none: true },
            ].filter((entry) => entry.count);
        } else {
            keys.sort((a, b) => a.localeCompare(b));
        }
        const entries = keys.map((key) => found.get(key));
        if (found.has("")) {
            const label = _t("%s not set", field.string);
            entries.push({ ...found.get(""), label, none: true });
        }
        return entries;
    }
}
