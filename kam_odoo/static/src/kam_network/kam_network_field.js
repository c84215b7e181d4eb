import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatPercent } from "../kam_common/kam_common";
import { cellFinder, concerned, networkLayout, nextCell } from "./network_layout";

// More colleagues than these hide who has nothing to show.
const MANY = 8;

/**
 * Who knows whom: a table of the customer's people against ours, or a picture of both
 * teams. Each number opens the contacts behind it; each person what hangs on them.
 */
export class KamNetworkField extends Component {
    static template = "kam_odoo.KamNetworkField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.state = useState({ picture: "table", wishing: false, everybody: false });
        this.table = useRef("table");
        this.formatPercent = formatPercent;
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    get cell() {
        return cellFinder(this.data.cells);
    }

    get layout() {
        const sides = { people: this.people, colleagues: this.colleagues };
        return networkLayout({ ...this.data, ...sides }, this.ui.isSmall);
    }

    /** Of a large team those with a contact or a wish, unless all are asked for. */
    get colleagues() {
        const { colleagues, cells } = this.data;
        const everybody = colleagues.length <= MANY || this.state.everybody || this.state.wishing;
        return everybody ? colleagues : concerned(colleagues, cells);
    }

    /** The same for many people of the customer, but in the table all gaps are seen. */
    get people() {
        const { people, cells } = this.data;
        const everybody =
            people.length <= 2 * MANY || this.state.everybody || this.state.picture === "table";
        return everybody ? people : concerned(people, cells, "stakeholder");
    }

    get hiddenLabel() {
        const { colleagues, people } = this.data;
        const hidden =
            colleagues.length - this.colleagues.length + people.length - this.people.length;
        if (hidden) {
            return _t("Show %s more, without contact", hidden);
        }
        return this.state.everybody ? _t("Only who is in contact") : "";
    }

    leavesLabel(someone) {
        return _t("What if %s leaves?", someone.name);
    }

    get score() {
        const { score } = this.data;
        return score ? formatFloat(score.value, { digits: [16, 1] }) : "";
    }

    /** Colleagues and people of the same level: whoever should know each other. */
    isMirror(person, colleague) {
        return !!person.level && person.level === colleague.level;
    }

    cellClass(person, colleague, cell) {
        return {
            [`kam_network_level_${cell.level}`]: true,
            kam_network_gap: !!cell.gap,
            kam_network_mirror: this.isMirror(person, colleague),
        };
    }

    levelName(level) {
        return this.data.levels[level].name;
    }

    /** What a cell says, for whoever does not see its colour. */
    cellLabel(person, colleague, cell) {
        const pair = _t("%(person)s and %(colleague)s", {
            person: person.name,
            colleague: colleague.name,
        });
        const contact = cell.count
            ? _t("%(count)s contacts in 90 days, the last on %(last)s", cell)
            : _t("no contact in 90 days");
        const parts = [pair, contact];
        if (cell.wished) {
            parts.push(_t("wished: %s", this.levelName(cell.wished)));
        }
        if (cell.gap) {
            parts.push(_t("less close than wished"));
        }
        return parts.join(", ");
    }

    personTitle(person) {
        return [person.function, person.roles.join(", "), person.attitude]
            .filter(Boolean)
            .join(" · ");
    }

    /** The contacts behind a number: day and kind, and the record for who may read it. */
    openContacts(cell) {
        const person = this.data.people.find((one) => one.id === cell.stakeholder);
        const colleague = this.data.colleagues.find((one) => one.id === cell.user);
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("%(person)s and %(colleague)s", {
                person: person.name,
                colleague: colleague.name,
            }),
            res_model: "kam.contact.touch",
            views: [
                [false, "list"],
                [false, "kanban"],
            ],
            mobile_view_mode: "kanban",
            domain: [
                ["partner_id", "=", this.data.account],
                ["contact_id", "=", person.contact],
                ["user_id", "=", colleague.id],
                ["day", ">=", this.data.since],
            ],
        });
    }

    openPerson(person) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "kam.stakeholder",
            res_id: person.id,
            views: [[false, "form"]],
        });
    }

    async addPerson() {
        const action = await this.orm.call("res.partner", "action_kam_add_stakeholder", [
            [this.data.account],
        ]);
        await this.action.doAction(action, { onClose: () => this.props.record.load() });
    }

    /** What if this person leaves; either side. */
    whatIf(context) {
        this.action.doAction("kam_odoo.kam_leaving_action", {
            additionalContext: { default_partner_id: this.data.account, ...context },
        });
    }

    personLeaves(person) {
        this.whatIf({ default_side: "theirs", default_contact_id: person.contact });
    }

    colleagueLeaves(colleague) {
        this.whatIf({ default_side: "ours", default_user_id: colleague.id });
    }

    async wish(cell, ev) {
        await this.orm.call("res.partner", "action_kam_wish", [
            [this.data.account],
            cell.stakeholder,
            cell.user,
            parseInt(ev.target.value),
        ]);
        await this.props.record.load();
    }

    /** Arrow keys walk the table. */
    onKeydown(ev) {
        const button = ev.target.closest("[data-row]");
        if (!button || ev.target.tagName === "SELECT") {
            return;
        }
        const next = nextCell(
            ev.key,
            parseInt(button.dataset.row),
            parseInt(button.dataset.column),
            this.data.people.length,
            this.colleagues.length,
        );
        if (next) {
            ev.preventDefault();
            this.table.el
                .querySelector(`[data-row="${next[0]}"][data-column="${next[1]}"]`)
                .focus();
        }
    }

    /** Enter and space press a line or a person of the picture. */
    press(ev, open) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            open();
        }
    }

    print() {
        window.print();
    }
}

export const kamNetworkField = {
    component: KamNetworkField,
    displayName: _t("Who knows whom"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("kam_network", kamNetworkField);
