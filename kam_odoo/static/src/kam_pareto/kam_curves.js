import { _t } from "@web/core/l10n/translation";
import { formatAmount, formatPercent } from "../kam_common/kam_common";

/** Share of the total that the words about a Pareto speak of. */
const MOST = 0.8;

export const customersLabel = (count) =>
    count === 1 ? _t("1 customer") : _t("%s customers", count);

/**
 * Name of a bar: the customer, or the positions it stands for.
 *
 * @param {Object} bar
 * @returns {string}
 */
export function barLabel(bar) {
    return bar.customers === 1 ? bar.name : `${bar.first}–${bar.last}`;
}

/**
 * Running totals of the whale curve, most profitable customers first.
 *
 * Where the customers earn something together, values are fractions of that; else a
 * percentage would mean nothing, and they are amounts.
 *
 * @param {Object[]} bars
 * @returns {{inPercent: boolean, values: number[]}}
 */
export function whaleCurve(bars) {
    const total = bars.length ? bars[0].total : 0;
    const inPercent = total > 0;
    let running = 0;
    const values = bars.map((bar) => {
        running += bar.amount;
        return inPercent ? running / total : running;
    });
    return { inPercent, values };
}

/**
 * Where the whale curve is highest: so many customers earn so much, the rest lose.
 *
 * @param {Object[]} bars
 * @returns {{index: number, customers: number, rest: number, value: number,
 *   loss: number}} loss is what the rest take off again, above zero
 */
export function whalePeak(bars) {
    const { values } = whaleCurve(bars);
    let index = 0;
    values.forEach((value, position) => {
        if (value > values[index]) {
            index = position;
        }
    });
    const last = values[values.length - 1];
    return {
        index,
        customers: bars[index].last,
        rest: bars[bars.length - 1].last - bars[index].last,
        value: values[index],
        loss: values[index] - last,
    };
}

/**
 * The Pareto in words: how few bring most.
 *
 * @param {Object[]} bars
 * @param {string} measure name of the measure, inside a sentence
 * @returns {string}
 */
export function paretoWords(bars, measure) {
    const last = bars[bars.length - 1];
    const reached = bars.find((bar) => bar.cumulative >= MOST);
    if (!(last.total > 0) || !reached) {
        return _t("The %s of these customers together is not above zero.", measure);
    }
    const values = {
        count: reached.last,
        total: last.last,
        share: formatPercent(reached.cumulative, 0),
        measure,
    };
    return reached.last === 1
        ? _t("The largest customer brings %(share)s of the %(measure)s.", values)
        : _t(
              "The largest %(count)s of %(total)s customers bring %(share)s of the %(measure)s.",
              values,
          );
}

/**
 * The whale curve in words: who earns more than everything, who loses it again.
 *
 * @param {Object[]} bars
 * @param {number} currencyId
 * @returns {string}
 */
export function whaleWords(bars, currencyId) {
    const peak = whalePeak(bars);
    const { total } = bars[0];
    if (total <= 0) {
        return _t("Together these customers lose %s.", formatAmount(-total, currencyId));
    }
    if (!peak.rest || peak.loss <= 0) {
        return _t("No customer takes profit away.");
    }
    const values = {
        best: peak.customers,
        earned: formatPercent(peak.value, 0),
        lost: formatPercent(peak.loss, 0),
    };
    return peak.customers === 1
        ? _t("The best customer earns %(earned)s of the profit; the rest lose %(lost)s.", values)
        : _t(
              "The best %(best)s customers earn %(earned)s of the profit; the rest lose %(lost)s.",
              values,
          );
}

/**
 * Which customers of the analysis a bar stands for.
 *
 * @param {Object} bar
 * @param {string} column measure of the bars: revenue, margin or profit
 * @returns {Array} domain on kam.analysis.line
 */
export function barDomain(bar, column) {
    return bar.customers === 1
        ? [["partner_id", "=", bar.partner_id]]
        : [
              [column, ">=", bar.least],
              [column, "<=", bar.most],
          ];
}
