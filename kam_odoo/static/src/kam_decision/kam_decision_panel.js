import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { useService } from "@web/core/utils/hooks";
import { formatPercent } from "../kam_common/kam_common";
import { KamPlaces } from "./kam_places";

const FIELDS = ["name", "state", "places", "agreement", "disputed_count"];

/**
 * What stands above the candidates while a round decides: the places as the saved
 * decisions leave them, how far the assessors agree, and the button that applies all.
 *
 * @prop {number} selectionId the kam.selection
 * @prop {EventBus} bus triggers "reload" when a line has been saved
 */
export class KamDecisionPanel extends Component {
    static template = "kam_odoo.KamDecisionPanel";
    static components = { KamPlaces };
    static props = { selectionId: Number, bus: Object, save: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ round: null });
        const reload = () => this.load();
        onWillStart(() => this.load());
        this.props.bus.addEventListener("reload", reload);
        onWillDestroy(() => this.props.bus.removeEventListener("reload", reload));
    }

    async load() {
        const [round] = await this.orm.read("kam.selection", [this.props.selectionId], FIELDS);
        this.state.round = round;
    }

    get agreement() {
        return _t("Agreement of the nominations: %s", formatPercent(this.state.round.agreement, 0));
    }

    get disputed() {
        return _t("Disputed candidates: %s", this.state.round.disputed_count);
    }

    async apply() {
        if (!(await this.props.save())) {
            return;
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Apply all"),
            body: _t(
                "All decisions take effect at once and are recorded. The round is closed and cannot be re-opened.",
            ),
            confirmLabel: _t("Apply all"),
            confirm: async () => {
                await this.orm.call("kam.selection", "action_apply", [[this.props.selectionId]]);
                await this.openRound();
            },
            cancel: () => {},
        });
    }

    /** Back to the round where one came from it, so that the way to it stays. */
    openRound() {
        const { breadcrumbs, historyBack } = this.env.config;
        if (breadcrumbs?.length > 1) {
            return historyBack();
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "kam.selection",
            res_id: this.props.selectionId,
            views: [[false, "form"]],
        });
    }
}
