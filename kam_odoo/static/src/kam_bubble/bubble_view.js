import { registry } from "@web/core/registry";
import { BubbleArchParser } from "./bubble_arch_parser";
import { BubbleController } from "./bubble_controller";
import { BubbleModel } from "./bubble_model";
import { BubbleRenderer } from "./bubble_renderer";

/** A view type of its own, like list or graph, for the records of any model. */
export const bubbleView = {
    type: "kam_bubble",
    ArchParser: BubbleArchParser,
    Controller: BubbleController,
    Model: BubbleModel,
    Renderer: BubbleRenderer,
    searchMenuTypes: ["filter", "groupBy", "favorite"],

    props: (genericProps, { ArchParser, Model, Renderer }) => {
        const { arch, relatedModels, resModel } = genericProps;
        return {
            ...genericProps,
            archInfo: new ArchParser().parse(arch, relatedModels, resModel),
            Model,
            Renderer,
        };
    },
};

registry.category("views").add("kam_bubble", bubbleView);
