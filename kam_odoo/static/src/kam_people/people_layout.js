/**
 * Where people stand on the map of influence and attitude. Pure: no DOM, no Odoo.
 */

export const INFLUENCES = [3, 2, 1];
export const ATTITUDES = [0, 1, 2, 3, 4];

/** Up to two letters of a name: "Anna Maria Alt" is "AA". */
export function initials(name) {
    const words = (name || "").trim().split(/\s+/).filter(Boolean);
    const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
    return chosen.map((word) => [...word][0].toLocaleUpperCase()).join("");
}

/** The role that gives the colour: against us before all, else the first. */
export function mainRole({ roles }) {
    return roles.find(({ code }) => code === "anti_sponsor") || roles[0];
}

/** How a person is drawn: who decides is larger. */
export function mark(person) {
    const first = mainRole(person);
    return {
        ...person,
        initials: initials(person.name),
        color: first ? first.color : 0,
        large: person.roles.some(({ code }) => code === "decision_maker"),
        arrow: { rising: "↗", setting: "↘" }[person.career] || "",
    };
}

/**
 * Rows of the map, the most influential first; each a cell an attitude and one, in front,
 * for those whose attitude nobody knows. Gaps are in the first row: the roles a tier asks
 * for are those of influential people.
 *
 * @param {Object[]} people with influence 1–3 and attitude 0–4 or false
 * @param {Object[]} gaps roles that nobody has
 * @returns {Object[]} influence, unknown, cells, gaps
 */
export function rows(people, gaps = []) {
    const marks = people.filter((person) => !person.left).map(mark);
    return INFLUENCES.map((influence) => {
        const row = marks.filter((person) => person.influence === influence);
        return {
            influence,
            unknown: row.filter((person) => person.attitude === false),
            cells: ATTITUDES.map((attitude) => ({
                attitude,
                people: row.filter((person) => person.attitude === attitude),
            })),
            gaps: influence === 3 ? gaps : [],
        };
    });
}

/** Roles whose colours are on the map, each once. */
export function legend(people) {
    const roles = new Map();
    for (const person of people) {
        const role = mainRole(person);
        if (role && !person.left) {
            roles.set(role.name, role);
        }
    }
    return [...roles.values()];
}

/**
 * Who reports to whom, as trees: those whose superior is not on the map are at the top.
 *
 * @param {Object[]} people with id and parent
 * @returns {Object[]} marks with children
 */
export function trees(people) {
    const ids = new Set(people.map(({ id }) => id));
    const below = (parent) =>
        people
            .filter((person) => (ids.has(person.parent) ? person.parent : false) === parent)
            .map((person) => ({ ...mark(person), children: below(person.id) }));
    return below(false);
}
