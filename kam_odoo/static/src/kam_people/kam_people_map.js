import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { KamFace } from "./kam_attitude_field";
import { ATTITUDES, legend, rows, trees } from "./people_layout";

const attitudeWords = () => [
    _t("Enemy"),
    _t("Sceptic"),
    _t("Neutral"),
    _t("Supporter"),
    _t("Mentor"),
];
const influenceWords = () => ({ 3: _t("High"), 2: _t("Medium"), 1: _t("Low") });

/**
 * Influence × attitude of an account's people: each a mark that opens the person, in the
 * colour of the first role; roles that nobody has are dashed marks that add somebody.
 * A table of buttons, so the keyboard walks it and the printer prints it.
 */
export class KamPeopleMap extends Component {
    static template = "kam_odoo.KamPeopleMap";
    static components = { KamFace };
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.attitudes = ATTITUDES.map((value) => ({ value, word: attitudeWords()[value] }));
    }

    get data() {
        return this.props.record.data[this.props.name] || { people: [], gaps: [], levels: [] };
    }

    get rows() {
        const words = influenceWords();
        return rows(this.data.people, this.data.gaps).map((row) => ({
            ...row,
            word: words[row.influence],
        }));
    }

    get legend() {
        return legend(this.data.people);
    }

    get trees() {
        return trees(this.data.people).filter(({ children }) => children.length);
    }

    /** People of whom nobody knows who is above or below them. */
    get unplaced() {
        return trees(this.data.people).filter(({ children }) => !children.length);
    }

    /** A chart of single people without lines tells nothing. */
    get hasTree() {
        return this.data.people.some((person) => person.parent);
    }

    get left() {
        return this.data.people.filter((person) => person.left);
    }

    /** Levels at which somebody stands on either side. */
    get levels() {
        return this.data.levels.filter(({ theirs, ours }) => theirs.length || ours.length);
    }

    gapLabel(gap) {
        return _t("No %s known", gap.name.toLocaleLowerCase());
    }

    /** What the mark shows, in words. */
    describe(person) {
        const career = { rising: _t("rising star"), setting: _t("setting star") }[person.career];
        return [
            person.name,
            person.function,
            person.roles.map(({ name }) => name).join(", "),
            _t("influence: %s", influenceWords()[person.influence].toLocaleLowerCase()),
            person.attitude === false
                ? _t("attitude not known")
                : attitudeWords()[person.attitude].toLocaleLowerCase(),
            career,
        ]
            .filter(Boolean)
            .join(" · ");
    }

    async open(person) {
        await this.saveFirst(async () => {
            const action = await this.orm.call("kam.stakeholder", "get_formview_action", [
                [person.id],
            ]);
            await this.action.doAction(action);
        });
    }

    async add(role = null) {
        await this.saveFirst(async () => {
            const action = await this.orm.call("res.partner", "action_kam_add_stakeholder", [
                [this.data.account_id],
                role ? role.id : false,
            ]);
            await this.action.doAction(action, { onClose: () => this.props.record.load() });
        });
    }

    /** What somebody has typed on the form is not lost. */
    async saveFirst(then) {
        if (await this.props.record.save()) {
            await then();
        }
    }
}

registry.category("fields").add("kam_people_map", {
    component: KamPeopleMap,
    displayName: _t("Map of people"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
