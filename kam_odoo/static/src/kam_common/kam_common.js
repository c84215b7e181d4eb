import { cookie } from "@web/core/browser/cookie";
import { getColors, getCustomColor } from "@web/core/colors/colors";
import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { nbsp } from "@web/core/utils/strings";

/** What stands where a figure is unknown; never a zero. */
export const UNKNOWN = "–";

const isUnknown = (value) => value === false || value === null || value === undefined;

/**
 * A fraction in percent, in the user's number format: 0.123 is "12.3 %".
 *
 * @param {number|false} value fraction, false for unknown
 * @param {number} [decimals=1]
 * @returns {string}
 */
export function formatPercent(value, decimals = 1) {
    if (isUnknown(value) || Number.isNaN(value)) {
        return UNKNOWN;
    }
    return `${formatFloat(value * 100, { digits: [16, decimals] })}${nbsp}%`;
}

/**
 * An amount, short ("€ 12.3k"), in the user's number format and with the currency's
 * symbol on its side.
 *
 * @param {number|false} value false for unknown
 * @param {number} currencyId id of the res.currency
 * @returns {string}
 */
export function formatAmount(value, currencyId) {
    if (isUnknown(value)) {
        return UNKNOWN;
    }
    return formatCurrency(value, currencyId, { humanReadable: true, digits: [16, 1] });
}

/**
 * Action that opens customers of a finished analysis; the breadcrumbs lead back.
 *
 * @param {string} name title of the window
 * @param {number} analysisId
 * @param {Array} domain which of its customers
 * @returns {Object}
 */
export function customersAction(name, analysisId, domain) {
    return {
        type: "ir.actions.act_window",
        name,
        res_model: "kam.analysis.line",
        views: [
            [false, "list"],
            [false, "kanban"],
            [false, "pivot"],
            [false, "graph"],
            [false, "form"],
        ],
        mobile_view_mode: "kanban",
        domain: [["analysis_id", "=", analysisId], ...domain],
    };
}

/** Words for a class that could not be given. */
export const unclassifiedLabel = () => _t("Unclassified");

/**
 * Colours of the pictures, for the bright and the dark theme.
 *
 * @returns {Object} by class ("" is unclassified), and for line, grid and text
 */
export function pictureColors() {
    const scheme = cookie.get("color_scheme");
    const palette = getColors(scheme, "lg");
    return {
        a: palette[10], // teal
        b: palette[12], // orange
        c: palette[18], // grey
        "": getCustomColor(scheme, "#d8dadd", "#545b70"),
        line: palette[1], // blue
        loss: palette[7], // red
        grid: getCustomColor(scheme, "#e7e9ed", "#3c3e4b"),
        text: getCustomColor(scheme, "#374151", "#e4e4e4"),
    };
}
