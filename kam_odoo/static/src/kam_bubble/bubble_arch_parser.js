import { exprToBoolean } from "@web/core/utils/strings";

const LIMIT = 1000;

/**
 * Reads <kam_bubble>: which fields are the axes, the size and the colour.
 *
 * The server has checked the names. A field that the user may not read is simply not
 * there, and the picture does without it.
 */
export class BubbleArchParser {
    parse(xmlDoc, models, modelName) {
        const { fields } = models[modelName];
        const attribute = (name) => xmlDoc.getAttribute(name) || null;
        const field = (name) => (attribute(name) in fields ? attribute(name) : null);
        const number = (name) => (attribute(name) === null ? null : Number(attribute(name)));
        const split = (name) =>
            field(name) || (Number.isFinite(number(name)) && attribute(name) ? number(name) : null);
        return {
            title: attribute("string"),
            x: field("x"),
            y: field("y"),
            size: field("size"),
            color: field("color"),
            colorField: attribute("color_field"),
            nameField: field("name_field") || "display_name",
            xSplit: split("x_split"),
            ySplit: split("y_split"),
            xRange: { min: number("x_min"), max: number("x_max") },
            yRange: { min: number("y_min"), max: number("y_max") },
            open: field("open"),
            action: attribute("action"),
            limit: number("limit") || LIMIT,
            order: attribute("default_order"),
            unknownLabel: xmlDoc.querySelector("unknown")?.getAttribute("string"),
            quadrants: [...xmlDoc.querySelectorAll("quadrant")].map((node) => ({
                x: node.getAttribute("x"),
                y: node.getAttribute("y"),
                title: node.getAttribute("string"),
                help: node.getAttribute("help") || "",
            })),
            cardFields: [...xmlDoc.querySelectorAll("field")]
                .filter((node) => node.getAttribute("name") in fields)
                .map((node) => ({
                    name: node.getAttribute("name"),
                    label: node.getAttribute("string") || fields[node.getAttribute("name")].string,
                    widget: node.getAttribute("widget"),
                    invisible: exprToBoolean(node.getAttribute("invisible") || ""),
                })),
        };
    }
}
