import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * Asks whether to hand in the assessment, and does it; the form is read anew after it.
 */
export async function handIn(env, { params }) {
    const confirmed = await new Promise((resolve) => {
        env.services.dialog.add(ConfirmationDialog, {
            title: _t("Hand in"),
            body: params.body,
            confirmLabel: _t("Hand in"),
            confirm: () => resolve(true),
            cancelLabel: _t("Not yet"),
            cancel: () => resolve(false),
            dismiss: () => resolve(false),
        });
    });
    if (confirmed) {
        await env.services.orm.call("kam.assessment", "action_hand_in", [[params.assessment_id]]);
        return { type: "ir.actions.act_window_close" };
    }
}

registry.category("actions").add("kam_assessment_hand_in", handIn);
