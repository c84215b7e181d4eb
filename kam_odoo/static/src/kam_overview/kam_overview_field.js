import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatAmount, formatPercent } from "../kam_common/kam_common";
import { sparkline } from "../kam_health/sparkline";
import { KamFace } from "../kam_people/kam_attitude_field";
import { formatScore } from "../kam_score/kam_score_field";
import { KamOverviewFigure } from "./overview_figure";

const BANDS = { good: "success", fair: "warning", poor: "danger" };
const STATUS = {
    done: "success",
    on_track: "success",
    at_risk: "warning",
    off_track: "danger",
};
const CLASSES = { a: "success", x: "success", b: "info", y: "info" };
const RETENTION = { active: "success", due: "info", at_risk: "warning", lost: "danger" };
const MEANINGS = {
    a: () => _t("A: among the customers that bring most of the revenue"),
    b: () => _t("B: among the customers in the middle by revenue"),
    c: () => _t("C: one of the many customers that bring little revenue"),
    x: () => _t("X: buys about the same every month"),
    y: () => _t("Y: buys in changing amounts"),
    z: () => _t("Z: buys now and then"),
};

/**
 * The account at one glance: a card each for sales, health, plan, open work and people.
 * A card that the server does not send is not for this user. Everything leads to its
 * records.
 */
export class KamOverviewField extends Component {
    static template = "kam_odoo.KamOverviewField";
    static components = { KamFace, KamOverviewFigure };
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.formatScore = formatScore;
        this.formatPercent = formatPercent;
        this.revenueLabel = _t("Revenue");
        this.marginLabel = _t("Margin");
    }

    get data() {
        return this.props.record.data[this.props.name] || null;
    }

    // sales

    get period() {
        const { first, last } = this.data.sales;
        return _t("12 complete months, %(first)s to %(last)s", { first, last });
    }

    get revenueTitle() {
        return _t(
            "Confirmed orders of the last 12 complete months, %(first)s to %(last)s, of the account with its branches, without taxes. The paler bars are the 12 months before.",
            { first: this.data.sales.first, last: this.data.sales.last },
        );
    }

    get marginTitle() {
        return _t("Revenue less what the goods cost, of the same orders.");
    }

    get marginRate() {
        const { revenue, margin } = this.data.sales;
        return revenue > 0 ? _t("%s of revenue", formatPercent(margin / revenue, 1)) : "";
    }

    get badges() {
        const { abc, xyz, retention, retention_label } = this.data.classes;
        const badges = [abc, xyz].filter(Boolean).map((key) => ({
            key,
            words: key.toUpperCase(),
            style: CLASSES[key] || "secondary",
            title: MEANINGS[key](),
        }));
        if (retention) {
            badges.push({
                key: "retention",
                words: retention_label,
                style: RETENTION[retention],
                title: _t("Whether they order when they usually do"),
            });
        }
        return badges;
    }

    get scoreTitle() {
        return _t(
            "How much the account deserves to be key, 0 to 100; %s of the weight is known. Press it to see why.",
            formatPercent(this.data.score.coverage, 0),
        );
    }

    axisWords(axis) {
        return `${axis.label} ${formatScore(axis.score)}`;
    }

    /** The explanation is further down on the same page. */
    showScore(ev) {
        const page = ev.target.closest(".tab-pane, .o_form_view") || document;
        page.querySelector("[name='kam_why']")?.scrollIntoView({ behavior: "smooth" });
    }

    // health

    get healthStyle() {
        return BANDS[this.data.health.band];
    }

    get healthConfidence() {
        return _t("%s of the weight is known", formatPercent(this.data.health.confidence, 0));
    }

    get healthChange() {
        const { change } = this.data.health;
        if (typeof change !== "number" || Math.abs(change) < 0.05) {
            return "";
        }
        return change > 0
            ? _t("%s more than last week", formatScore(change))
            : _t("%s less than last week", formatScore(-change));
    }

    get spark() {
        return sparkline(this.data.health.history || []);
    }

    get sparkLabel() {
        const weeks = this.data.health.history;
        return _t("Health of the last %(count)s weeks: from %(first)s to %(last)s.", {
            count: weeks.length,
            first: formatScore(weeks[0].health),
            last: formatScore(weeks[weeks.length - 1].health),
        });
    }

    isKnown(row) {
        return typeof row.score === "number";
    }

    driverStyle(row) {
        const band = row.score >= 67 ? "good" : row.score >= 40 ? "fair" : "poor";
        return `bg-${BANDS[band]}`;
    }

    driverWidth(row) {
        return `width: ${Math.max(row.score, 2)}%`;
    }

    // plan

    statusStyle(status) {
        return STATUS[status] ? `text-bg-${STATUS[status]}` : "text-bg-secondary";
    }

    barStyle(status) {
        return STATUS[status] ? `bg-${STATUS[status]}` : "bg-secondary";
    }

    barWidth(share) {
        return `width: ${Math.round(Math.max(0, Math.min(1, share || 0)) * 100)}%`;
    }

    markPlace(share) {
        return `inset-inline-start: ${Math.round(Math.max(0, Math.min(1, share || 0)) * 100)}%`;
    }

    get daysLeft() {
        const { days_left: days, state, until } = this.data.plan;
        if (state !== "active") {
            return _t("until %s", until);
        }
        if (days < 0) {
            return _t("ended %s days ago", -days);
        }
        return days === 1 ? _t("1 day left") : _t("%s days left", days);
    }

    get planProgress() {
        const { progress, expected } = this.data.plan;
        return typeof progress === "number"
            ? _t("%(progress)s reached, %(expected)s expected by today", {
                  progress: formatPercent(progress, 0),
                  expected: formatPercent(expected, 0),
              })
            : _t("Nothing was measured yet");
    }

    get moreObjectives() {
        const { more } = this.data.plan;
        return more === 1 ? _t("1 more objective") : _t("%s more objectives", more);
    }

    // open work

    lateWords(late) {
        return _t("%s late", late);
    }

    countStyle(work) {
        return work.count ? "fw-bold" : "text-muted";
    }

    get unrankedWords() {
        return _t("%s not ranked", this.data.work.opportunities.unranked);
    }

    get opportunityAmount() {
        const { amount, currency } = this.data.work.opportunities;
        return amount ? formatAmount(amount, currency) : "";
    }

    // people

    get threadWords() {
        const { theirs, ours } = this.data.people;
        return _t(
            "Hangs on few threads: in 90 days %(theirs)s of theirs and %(ours)s of ours were in contact.",
            { theirs, ours },
        );
    }

    get peopleCount() {
        const { count, first } = this.data.people;
        return count > first.length ? _t("All %s people", count) : _t("Cards and list");
    }

    get proposalWords() {
        return _t("%s more we deal with", this.data.people.proposals);
    }

    get teamWords() {
        const { team, team_more: more } = this.data.people;
        const names = team.join(", ");
        return more ? _t("%(names)s and %(more)s more", { names, more }) : names;
    }

    gapWords(gap) {
        return _t("No %s known", gap.name.toLocaleLowerCase());
    }

    // ways to the records

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** A button of the account: what it answers is opened, then the page read anew. */
    async call(name, ...args) {
        const { record } = this.props;
        if (await record.save()) {
            await this.action.doActionButton({
                type: "object",
                name,
                args: JSON.stringify(args),
                resModel: "res.partner",
                resId: record.resId,
                onClose: () => record.load(),
            });
        }
    }

    newOpportunity() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            views: [[false, "form"]],
            context: {
                default_partner_id: this.props.record.resId,
                default_type: "opportunity",
            },
        });
    }
}

export const kamOverviewField = {
    component: KamOverviewField,
    displayName: _t("The account at one glance"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("kam_overview", kamOverviewField);
