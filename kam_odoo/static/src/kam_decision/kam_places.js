import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Places of the key tiers and of their managers as the decisions stand: a bar each, red
 * where there are more accounts than places. `places` comes from `kam.selection.places`.
 */
export class KamPlaces extends Component {
    static template = "kam_odoo.KamPlaces";
    static props = { places: { type: [Object, Boolean], optional: true } };

    get tiers() {
        return this.props.places?.tiers || [];
    }

    get counts() {
        const labels = {
            admit: _t("Admit"),
            keep: _t("Keep"),
            promote: _t("Promote"),
            demote: _t("Demote"),
            retire: _t("Retire"),
            wait: _t("Wait"),
        };
        const counts = this.props.places?.counts || {};
        return Object.keys(labels)
            .filter((key) => counts[key])
            .map((key) => ({ key, label: labels[key], count: counts[key] }));
    }

    get missing() {
        const count = this.props.places?.missing || 0;
        if (!count) {
            return "";
        }
        return count === 1
            ? _t("1 line lacks a reason, a manager or a sponsor.")
            : _t("%s lines lack a reason, a manager or a sponsor.", count);
    }

    /** How much of the bar is filled, 0–100; a tier without limit has no bar. */
    filled(place) {
        return place.capacity ? Math.min((100 * place.used) / place.capacity, 100) : 0;
    }

    words(place) {
        if (!place.capacity) {
            return _t("%s accounts, no limit", place.used);
        }
        if (place.over) {
            return _t("%(used)s of %(capacity)s places: %(over)s too many", {
                used: place.used,
                capacity: place.capacity,
                over: place.used - place.capacity,
            });
        }
        return _t("%(used)s of %(capacity)s places, %(free)s free", {
            used: place.used,
            capacity: place.capacity,
            free: place.free,
        });
    }

    short(place) {
        return place.capacity ? `${place.used}/${place.capacity}` : `${place.used}`;
    }
}

export class KamPlacesField extends Component {
    static template = "kam_odoo.KamPlacesField";
    static components = { KamPlaces };
    static props = { ...standardFieldProps };
}

registry.category("fields").add("kam_places", {
    component: KamPlacesField,
    displayName: _t("Places of the key tiers"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
