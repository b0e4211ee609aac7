import { addDays } from "../../../subgraphs/shared/civil-date";
import type { Hasard } from "./hasard";
import { type Dit, type Histoire, type Jour, parOrdre } from "./histoire";
import { vues } from "./monde";
import type { Vue } from "./vue";

/** Two records that turn out to be one person and, sometimes, two after all: what the hub tells then, and how what follows names her. */

const SUJETS = ["rendezVous", "orientation", "contrat", "activite", "prescription", "reprise", "sortie", "sanction", "manquement"] as const;
const sujet = (dit: Dit) => SUJETS.map((nom) => dit.donnees[nom]).find((id): id is string => typeof id === "string") ?? null;
const entreesDe = (vue: Vue, de: string, rang = (r: number) => r) =>
  vue.entrees.map((e) => ({
    allocataire: de,
    rang: rang(e.rang),
    demande: e.demande,
    ouvertureDroits: e.ouverture,
    notification: e.notification,
    entreeDispositif: e.dispositif,
    flux: e.flux,
  }));
const etat = (vue: Vue, allocataire: string) => ({
  allocataire,
  codeInsee: vue.communeActuelle,
  soumisDroitsDevoirs: vue.soumise,
  dossier: null,
  etat: null,
});

/** The journal of two people whom a merge makes one on a day, until a separation if there is one. */
export function reunirEtSeparer(reste: Histoire, part: Histoire, hasard: Hasard, aujourdhui: Jour): Dit[] {
  const tous = parOrdre([...reste.dits, ...part.dits]);
  const fusionLe = tous[Math.floor(tous.length * 0.6)]!.connuLe;
  const separeeLe = hasard.parfois(2) ? addDays(fusionLe, hasard.entier(1, 150)) : null;
  const connus = new Map(vues([reste, part], tous, fusionLe).map((v) => [v.id, v]));
  const [a, b] = [connus.get(reste.id), connus.get(part.id)];
  if (!a || !b || (separeeLe !== null && separeeLe > aujourdhui)) return tous;
  const fusion = hasard.uuid();
  const courantes = b.orientations.filter((o) => o.closeLe === null).map((o) => o.id);
  const ensemble = [...entreesDe(a, a.id), ...entreesDe(b, a.id)]
    .sort((x, y) => (`${x.notification}` < `${y.notification}` ? -1 : 1))
    .map((e, i) => ({ ...e, rang: i + 1 }));
  const fin: Dit[] = [
    ...courantes.map((orientation) => dit("OrientationClose", { orientation, closeLe: fusionLe, motifFin: "FUSION" }, fusionLe)),
    dit("AllocatairesFusionnes", { fusion, fusionnee: b.id, entrees: ensemble, personnes: [etat(a, a.id)] }, fusionLe),
  ];
  if (separeeLe !== null) {
    const rendus = [...b.orientations.map((o) => o.id), ...b.contrats.map((c) => c.id), ...b.sorties.map((s) => s.id)];
    const entrees = [...entreesDe(a, a.id), ...entreesDe(b, b.id)];
    const personnes = [etat(a, a.id), etat(b, b.id)];
    fin.push(dit("AllocatairesSepares", { fusion, fusionnee: b.id, rouvertes: courantes, rendus, entrees, personnes }, separeeLe));
  }
  return parOrdre([...nommer(tous, reste.id, part.id, fusionLe, separeeLe ?? "9999-12-31"), ...fin]);

  function dit(type: string, donnees: Record<string, unknown>, connuLe: Jour): Dit {
    return { type, allocataire: reste.id, donnees, connuLe };
  }
}

/** After the merge all is told of the one who stays, and what begins then stays hers; her entries are told no more, the merge told them. */
function nommer(tous: readonly Dit[], reste: string, part: string, fusionLe: Jour, separeeLe: Jour): Dit[] {
  const siens = new Set<string>();
  const anciens = new Set(tous.filter((d) => d.connuLe <= fusionLe).map(sujet));
  return tous.flatMap((dit) => {
    if (dit.connuLe <= fusionLe) return [dit];
    if (dit.type === "EntreeDispositif") return [];
    const quoi = sujet(dit);
    if (dit.connuLe <= separeeLe) {
      if (quoi && !anciens.has(quoi)) siens.add(quoi);
      return [{ ...dit, allocataire: reste }];
    }
    return [
      quoi && siens.has(quoi) ? { ...dit, allocataire: reste } : { ...dit, allocataire: dit.allocataire === part ? part : dit.allocataire },
    ];
  });
}
