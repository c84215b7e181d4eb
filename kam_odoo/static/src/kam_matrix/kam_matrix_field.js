import { Component } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import {
    customersAction,
    formatAmount,
    formatPercent,
    unclassifiedLabel,
    UNKNOWN,
} from "../kam_common/kam_common";

const ABC = ["a", "b", "c"];
const XYZ = ["x", "y", "z"];

/**
 * The ABC–XYZ matrix of an analysis: nine cells with customers, revenue and share,
 * each of which opens its customers. Of a draft it shows what the classes would be.
 */
export class KamMatrixField extends Component {
    static template = "kam_odoo.KamMatrixField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.formatPercent = formatPercent;
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    get message() {
        if (this.data.message) {
            return this.data.message;
        }
        return this.data.cells?.length
            ? ""
            : _t("None of the customers of this analysis is among your accounts.");
    }

    /** Some of the customers are not the reader's. */
    get isPartial() {
        return (
            !this.data.preview && this.props.record.data.customer_count > this.data.customer_count
        );
    }

    /** A draft has no customers to open yet. */
    get canOpen() {
        return !this.data.preview && Boolean(this.data.analysis_id);
    }

    get columns() {
        const words =
            this.props.record.data.xyz_method === "variation"
                ? { x: _t("steady"), y: _t("varying"), z: _t("erratic") }
                : { x: _t("often"), y: _t("regularly"), z: _t("irregularly") };
        return XYZ.map((key) => ({ key, letter: key.toUpperCase(), words: words[key] }));
    }

    get rows() {
        const words = { a: _t("the largest"), b: _t("the middle"), c: _t("the small") };
        const rows = ABC.map((abc) => ({
            key: abc,
            letter: abc.toUpperCase(),
            words: words[abc],
            cells: XYZ.map((xyz) => this.cell(abc, xyz)),
            total: this.cell(abc, null),
        }));
        return rows;
    }

    get totals() {
        return [...XYZ.map((xyz) => this.cell(null, xyz)), this.cell(null, null)];
    }

    /** Customers without one of the classes, who are in no cell. */
    get unclassified() {
        const cells = this.data.cells.filter((cell) => !cell.abc || !cell.xyz);
        return { ...this.sum(cells), domain: ["|", ["abc", "=", false], ["xyz", "=", false]] };
    }

    unclassifiedNote({ revenue, share }) {
        return _t("(%(revenue)s, %(share)s), too few orders or months for a class.", {
            revenue: formatAmount(revenue, this.data.currency_id),
            share: formatPercent(share),
        });
    }

    sum(cells) {
        const total = (name) => cells.reduce((sum, cell) => sum + cell[name], 0);
        return {
            customers: total("customers"),
            revenue: total("revenue"),
            share: total("share"),
        };
    }

    /**
     * Figures of a cell, or of a whole row or column where the other class is null.
     */
    cell(abc, xyz) {
        const cells = this.data.cells.filter(
            (cell) => (abc === null || cell.abc === abc) && (xyz === null || cell.xyz === xyz),
        );
        const domain = [];
        if (abc) {
            domain.push(["abc", "=", abc]);
        }
        if (xyz) {
            domain.push(["xyz", "=", xyz]);
        }
        const key = `${abc || ""}${xyz || ""}`;
        return { ...this.sum(cells), key, title: this.title(abc, xyz), domain };
    }

    title(abc, xyz) {
        if (abc && xyz) {
            return `${abc}${xyz}`.toUpperCase();
        }
        return (abc || xyz || "").toUpperCase() || _t("All");
    }

    revenue(cell) {
        return formatAmount(cell.revenue, this.data.currency_id);
    }

    /** How strongly a cell is tinted, 0–0.6: by the root, so that small ones show too. */
    heat(cell) {
        const tint = 0.6 * Math.sqrt(Math.min(Math.max(cell.share, 0), 1));
        return `--kam-heat: ${tint.toFixed(3)}`;
    }

    customersLabel(count) {
        return count === 1 ? _t("1 customer") : _t("%s customers", count);
    }

    ariaLabel(cell) {
        return _t("%(class)s: %(customers)s, revenue %(revenue)s, %(share)s of the %(measure)s", {
            class: cell.title,
            customers: this.customersLabel(cell.customers),
            revenue: this.revenue(cell),
            share: formatPercent(cell.share),
            measure: this.measure,
        });
    }

    get measure() {
        return (this.data.measure_label || "").toLowerCase();
    }

    get shareNote() {
        return _t("Percentages are shares of the %s.", this.measure);
    }

    open(cell) {
        if (this.canOpen && cell.customers) {
            const name = _t("Customers %s", cell.title || unclassifiedLabel());
            this.action.doAction(customersAction(name, this.data.analysis_id, cell.domain));
        }
    }

    // preview of a draft

    get asOf() {
        return this.data.as_of
            ? _t(
                  "Preview from the sales as of %s.",
                  formatDateTime(deserializeDateTime(this.data.as_of)),
              )
            : _t("Preview.");
    }

    get changes() {
        const count = this.data.changes;
        if (!count) {
            return _t("No customer would change class.");
        }
        return count === 1
            ? _t("1 customer would change class.")
            : _t("%s customers would change class.", count);
    }

    get previewCustomers() {
        return (this.data.customers || []).map((customer) => {
            const next = `${customer.abc || UNKNOWN}${customer.xyz || UNKNOWN}`.toUpperCase();
            return {
                id: customer.partner_id,
                name: customer.name,
                now: customer.now || UNKNOWN,
                next,
                changed: (customer.now || `${UNKNOWN}${UNKNOWN}`) !== next,
                share: formatPercent(customer.share),
            };
        });
    }
}

export const kamMatrixField = {
    component: KamMatrixField,
    displayName: _t("ABC–XYZ matrix"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "xyz_method", type: "selection" },
        { name: "customer_count", type: "integer" },
    ],
    isEmpty: () => false,
};

registry.category("fields").add("kam_matrix", kamMatrixField);
