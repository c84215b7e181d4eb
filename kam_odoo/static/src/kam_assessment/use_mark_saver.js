import { onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useBus, useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { MarkSaver } from "./mark_saver";

/** Why marks are not saved, in the user's words. */
export function refusal(error) {
    return error instanceof ConnectionLostError
        ? _t("no connection")
        : error?.data?.message || error?.message || "";
}

/** What to say of the saver's state. */
export function savedLabel({ status, error }) {
    return {
        saved: _t("Saved"),
        waiting: _t("Saving…"),
        saving: _t("Saving…"),
        offline: _t("Not saved – offline"),
        refused: _t("Not saved: %s", refusal(error)),
    }[status];
}

export function savedIcon({ status, isFailing }) {
    if (isFailing) {
        return "fa-exclamation-triangle";
    }
    return status === "saved" ? "fa-check" : "fa-cloud-upload";
}

/**
 * A saver bound to the form around it: whoever leaves, goes to another record or
 * presses a button saves first, and what cannot be saved is not lost without a word.
 *
 * @param {Object} model of the form's record
 * @param {Object} options those of MarkSaver, and ``beacon``: the call that sends marks
 * @returns {MarkSaver}
 */
export function useMarkSaver(model, { beacon, ...options }) {
    const dialog = useService("dialog");
    const saver = useState(new MarkSaver(options));

    async function beforeLeave({ forceLeave } = {}) {
        if ((await saver.flush()) || forceLeave) {
            return true;
        }
        return new Promise((resolve) => {
            dialog.add(ConfirmationDialog, {
                title: _t("Some marks are not saved"),
                body: _t("Marks lost if you leave now: %(count)s. Reason: %(reason)s.", {
                    count: saver.getUnsaved().length,
                    reason: refusal(saver.error),
                }),
                confirmLabel: _t("Stay here"),
                confirm: () => resolve(false),
                cancelLabel: _t("Leave without them"),
                cancel: () => resolve(true),
                dismiss: () => resolve(false),
            });
        });
    }

    /** A request may be cut off when the page closes; a beacon is not. */
    function beforeUnload(ev) {
        if (!saver.isSaved && (saver.isFailing || !sendBeacon(beacon(saver.getUnsaved())))) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }

    function sendBeacon(params) {
        const message = { jsonrpc: "2.0", method: "call", params };
        return navigator.sendBeacon(
            `/web/dataset/call_kw/${params.model}/${params.method}`,
            new Blob([JSON.stringify(message)], { type: "application/json" }),
        );
    }

    useSetupAction({ beforeLeave, beforeUnload });
    useBus(model.bus, "NEED_LOCAL_CHANGES", ({ detail }) =>
        detail.proms.push(saver.flushOrThrow()),
    );
    useExternalListener(window, "online", () => saver.flush());
    onWillUnmount(() => saver.stop());
    return saver;
}
