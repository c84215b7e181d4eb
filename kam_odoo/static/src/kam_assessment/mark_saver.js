import { markRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { Reactive } from "@web/core/utils/reactive";

/** Milliseconds without a new mark before the marks are sent. */
const QUIET = 700;

/** Marks in one request: a few kilobytes, and a second at most on a slow line. */
const BATCH = 200;

/** Milliseconds before trying again while the server is out of reach. */
const RETRIES = [2000, 5000, 10000, 30000];

/**
 * Sends marks to the server, many at a time, and keeps each until it is saved.
 *
 * Of a cell only the last value counts, so sending one twice does no harm. One request
 * runs at a time: an older value never arrives after a newer one.
 *
 * ``status``: *saved*, *waiting* (for a moment of quiet), *saving*, *offline* (tries
 * again by itself) or *refused* (the server said no; ``error`` says why).
 */
export class MarkSaver extends Reactive {
    /**
     * @param {Object} options
     * @param {(values: Object[]) => Promise} options.send
     * @param {(values: Object[]) => void} options.onSaved
     * @param {(error: Error) => Promise<boolean>} options.onRefused
     *   gives up the marks that make no sense any more; whether it found some
     */
    constructor({ send, onSaved, onRefused }) {
        super();
        this.options = { send, onSaved, onRefused };
        this.status = "saved";
        this.error = null;
        this.pending = markRaw(new Map());
        this.attempt = 0;
        this.timer = null;
        this.running = null;
    }

    get isSaved() {
        return !this.pending.size;
    }

    get isFailing() {
        return this.status === "offline" || this.status === "refused";
    }

    /** Keep a mark and send it after a moment of quiet. */
    add(value) {
        this.pending.set(`${value.partner_id}-${value.criterion_id}`, value);
        if (this.status === "saved" || this.status === "waiting") {
            this.status = "waiting";
            this.schedule(QUIET);
        } else if (this.status === "refused") {
            this.schedule(QUIET);
        }
    }

    /**
     * Send everything now.
     *
     * @returns {Promise<boolean>} whether all marks are saved
     */
    async flush() {
        browser.clearTimeout(this.timer);
        while (this.running) {
            await this.running;
        }
        if (this.pending.size) {
            this.running = this.sendAll();
            try {
                await this.running;
            } finally {
                this.running = null;
            }
        }
        return this.isSaved;
    }

    /** As ``flush``, for those who must not go on without: rethrows the reason. */
    async flushOrThrow() {
        if (!(await this.flush()) && this.error) {
            throw this.error;
        }
    }

    /** The marks not yet saved, themselves: a getter would give reactive ones. */
    getUnsaved() {
        return [...this.pending.values()];
    }

    isWaiting({ partnerId, criterionId }) {
        return this.pending.has(`${partnerId}-${criterionId}`);
    }

    stop() {
        browser.clearTimeout(this.timer);
    }

    schedule(delay) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.flush(), delay);
    }

    async sendAll() {
        let refused = false;
        while (this.pending.size) {
            const values = this.getUnsaved().slice(0, BATCH);
            this.status = "saving";
            try {
                await this.options.send(values);
            } catch (error) {
                this.error = error;
                if (error instanceof ConnectionLostError) {
                    return this.retryLater();
                }
                // once: what is refused twice stays, visibly
                if (refused || !(await this.giveUpSome(error))) {
                    this.status = "refused";
                    return;
                }
                refused = true;
                continue;
            }
            this.attempt = 0;
            this.forget(values);
            this.options.onSaved(values);
        }
        this.status = "saved";
        this.error = null;
    }

    /** Forget what was saved, unless the cell got a newer value meanwhile. */
    forget(values) {
        for (const [key, value] of [...this.pending]) {
            if (values.includes(value)) {
                this.pending.delete(key);
            }
        }
    }

    retryLater() {
        this.status = "offline";
        this.schedule(RETRIES[Math.min(this.attempt, RETRIES.length - 1)]);
        this.attempt++;
    }

    /** Whether marks were found that must not hold up the others. */
    async giveUpSome(error) {
        try {
            return await this.options.onRefused(error);
        } catch {
            return false;
        }
    }
}
