import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { hexToRGBA } from "@web/core/colors/colors";
import {
    formatAmount,
    formatPercent,
    pictureColors,
    unclassifiedLabel,
} from "../kam_common/kam_common";
import { barLabel, customersLabel, whaleCurve, whalePeak } from "./kam_curves";

/**
 * What both charts share: texts in the user's direction, a click that opens customers.
 *
 * @param {function(number)} onOpen gets the index of the bar or point
 */
function commonOptions(colors, onOpen) {
    const rtl = localization.direction === "rtl";
    return {
        maintainAspectRatio: false,
        animation: false,
        interaction: { mode: "index", intersect: false },
        onClick: (event, elements) => elements.length && onOpen(elements[0].index),
        plugins: {
            legend: { rtl, labels: { color: colors.text, boxWidth: 12 } },
            tooltip: { rtl, textDirection: rtl ? "rtl" : "ltr" },
        },
    };
}

const axis = (colors, options) => ({
    grid: { color: colors.grid },
    ...options,
    ticks: { color: colors.text, ...options.ticks },
});

/** Amount of one customer of a bar, so that a group stands in line with the others. */
const perCustomer = (bar) => bar.amount / bar.customers;

function paretoTooltip(bars, currencyId) {
    return {
        filter: (item) => item.datasetIndex === 0,
        callbacks: {
            title: ([item]) => item && barLabel(bars[item.dataIndex]),
            label({ dataIndex }) {
                const bar = bars[dataIndex];
                const lines = [
                    _t("Class: %s", bar.abc.toUpperCase() || unclassifiedLabel()),
                    _t("Amount: %s", formatAmount(bar.amount, currencyId)),
                    _t("Up to here: %s", formatPercent(bar.cumulative)),
                ];
                if (bar.customers > 1) {
                    lines.unshift(
                        customersLabel(bar.customers),
                        _t("Each on average: %s", formatAmount(perCustomer(bar), currencyId)),
                    );
                }
                return lines;
            },
        },
    };
}

/** Dashed lines where the classes A and B end. */
function limitLines(bars, limits, colors) {
    return limits.map(({ letter, value }) => ({
        type: "line",
        label: _t("Limit of %(class)s: %(share)s", {
            class: letter.toUpperCase(),
            share: formatPercent(value, 0),
        }),
        data: bars.map(() => value),
        yAxisID: "share",
        borderColor: colors[letter],
        backgroundColor: "transparent",
        borderDash: [6, 4],
        borderWidth: 1.5,
        pointRadius: 0,
        pointHitRadius: 0,
    }));
}

/**
 * Chart.js configuration of the Pareto: bars by class, cumulative share over them.
 *
 * @param {Object} picture
 * @param {Object[]} picture.bars
 * @param {number} picture.currencyId
 * @param {string} picture.label name of the measure
 * @param {{letter: string, value: number}[]} picture.limits where classes end
 * @param {boolean} picture.narrow phone width: fewer words on the axes
 * @param {function(number)} picture.onOpen
 */
export function paretoConfig({ bars, currencyId, label, limits, narrow, onOpen }) {
    const colors = pictureColors();
    const common = commonOptions(colors, onOpen);
    const rtl = localization.direction === "rtl";
    return {
        type: "bar",
        data: {
            labels: bars.map(barLabel),
            datasets: [
                {
                    label,
                    data: bars.map(perCustomer),
                    backgroundColor: bars.map((bar) => colors[bar.abc]),
                    yAxisID: "amount",
                    order: 1,
                },
                {
                    type: "line",
                    label: _t("Cumulative share"),
                    data: bars.map((bar) => bar.cumulative),
                    yAxisID: "share",
                    borderColor: colors.line,
                    backgroundColor: colors.line,
                    borderWidth: 2,
                    pointRadius: narrow ? 0 : 2,
                },
                ...limitLines(bars, limits, colors),
            ],
        },
        options: {
            ...common,
            plugins: {
                ...common.plugins,
                legend: {
                    ...common.plugins.legend,
                    // bars have a colour for each class, explained beside the chart
                    labels: {
                        ...common.plugins.legend.labels,
                        filter: (item) => item.datasetIndex > 0,
                    },
                    onClick: null,
                },
                tooltip: { ...common.plugins.tooltip, ...paretoTooltip(bars, currencyId) },
            },
            scales: {
                x: axis(colors, {
                    reverse: rtl,
                    grid: { display: false },
                    ticks: {
                        display: !narrow,
                        autoSkip: false,
                        maxRotation: 60,
                        minRotation: 60,
                        callback: (value) => shorten(barLabel(bars[value])),
                    },
                }),
                amount: axis(colors, {
                    position: rtl ? "right" : "left",
                    ticks: { callback: (value) => formatAmount(value, currencyId) },
                }),
                share: axis(colors, {
                    position: rtl ? "left" : "right",
                    min: 0,
                    suggestedMax: 1,
                    grid: { drawOnChartArea: false },
                    ticks: { callback: (value) => formatPercent(value, 0) },
                }),
            },
        },
    };
}

const shorten = (text) => (text.length > 16 ? `${text.slice(0, 15)}…` : text);

/**
 * Chart.js configuration of the whale curve: cumulative profit, best customers first.
 *
 * The first point is the start of the curve, nobody; point *i* + 1 belongs to bar *i*.
 *
 * @param {Object} picture see paretoConfig
 */
export function whaleConfig({ bars, currencyId, narrow, onOpen }) {
    const colors = pictureColors();
    const { inPercent, values } = whaleCurve(bars);
    const peak = whalePeak(bars);
    const format = (value) =>
        inPercent ? formatPercent(value, 0) : formatAmount(value, currencyId);
    const common = commonOptions(colors, (index) => onOpen(Math.max(index - 1, 0)));
    const rtl = localization.direction === "rtl";
    const isPeak = (index) => index === peak.index + 1;
    return {
        type: "line",
        data: {
            datasets: [
                {
                    label: _t("Cumulative profit"),
                    data: [
                        { x: 0, y: 0 },
                        ...bars.map((bar, index) => ({ x: bar.last, y: values[index] })),
                    ],
                    borderColor: colors.line,
                    backgroundColor: hexToRGBA(colors.line, 0.15),
                    fill: "origin",
                    borderWidth: 2,
                    // what comes after the peak takes profit away
                    segment: {
                        borderColor: (context) =>
                            context.p0DataIndex > peak.index ? colors.loss : undefined,
                    },
                    pointRadius: ({ dataIndex }) =>
                        isPeak(dataIndex) ? 6 : dataIndex && !narrow ? 2 : 0,
                    pointBackgroundColor: ({ dataIndex }) =>
                        dataIndex > peak.index + 1 ? colors.loss : colors.line,
                },
            ],
        },
        options: {
            ...common,
            plugins: {
                ...common.plugins,
                legend: { display: false },
                tooltip: {
                    ...common.plugins.tooltip,
                    filter: (item) => item.dataIndex > 0,
                    callbacks: {
                        title: ([item]) => item && barLabel(bars[item.dataIndex - 1]),
                        label({ dataIndex }) {
                            const bar = bars[dataIndex - 1];
                            return [
                                customersLabel(bar.customers),
                                _t("Profit: %s", formatAmount(bar.amount, currencyId)),
                                _t("Up to here: %s", format(values[dataIndex - 1])),
                            ];
                        },
                    },
                },
            },
            scales: {
                x: axis(colors, {
                    type: "linear",
                    reverse: rtl,
                    min: 0,
                    max: bars[bars.length - 1].last,
                    grid: { display: false },
                    title: {
                        display: true,
                        color: colors.text,
                        text: _t("Customers, the most profitable first"),
                    },
                    ticks: { precision: 0 },
                }),
                y: axis(colors, {
                    position: rtl ? "right" : "left",
                    ticks: { callback: format },
                }),
            },
        },
    };
}
