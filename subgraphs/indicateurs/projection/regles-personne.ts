import type { Ligne, Lignes, Regle } from "./ligne";

/** Where a person lives, the state of her right, her entries. */
export const REGLES_DE_PERSONNE: Record<string, Regle> = {
  EntreeDispositif: (d, { jour, position }) =>
    d.annulee
      ? { personne: {}, entree: { rang: d.rang, annulee: true }, dite: { origine: `ENTREE ${d.rang}`, annulee: true } }
      : { ...entreeDite(d), dite: diteParEntree(d, jour, position) },
  AllocataireModifie: (d, { jour, position }) => ({
    personne: { code_insee: d.codeInsee, soumis_droits_devoirs: d.soumisDroitsDevoirs },
    ...modifie(d, d.depuis ?? jour, position),
  }),
  DossierModifie: (d, { jour, position }) => ({
    personne: { dossier: d.dossier, etat_dossier: d.etat },
    dite: droitDit(d, d.depuis ?? jour, position),
  }),
  InscriptionConstatee: (d) => ({ inscription: { date_effet: d.dateEffet, statut: d.statut } }),
};

/** An entry that is told again is told whole; its commune is the one of the first time: later ones have their own event. */
function entreeDite(d: Record<string, any>): Lignes {
  return {
    personne: { code_insee: d.codeInsee, soumis_droits_devoirs: d.soumisDroitsDevoirs, dossier: d.dossier },
    entree: {
      rang: d.rang,
      demande: d.demande,
      ouverture_droits: d.ouvertureDroits,
      notification: d.notification,
      entree_dispositif: d.entreeDispositif,
      flux: d.flux,
      annulee: false,
    },
  };
}

const diteParEntree = (d: Record<string, any>, jour: string, position: number): Ligne => ({
  origine: `ENTREE ${d.rang}`,
  position,
  lieu_depuis: d.notification ?? d.entreeDispositif ?? d.ouvertureDroits ?? d.demande ?? jour,
  code_insee: d.codeInsee,
  droit_depuis: d.ouvertureDroits ?? d.notification ?? d.entreeDispositif ?? d.demande ?? jour,
  dossier: d.dossier,
  etat: d.etat,
  soumis_droits_devoirs: d.soumisDroitsDevoirs,
  annulee: false,
});

/** Names, in the events, of what moves a person, and of the duties. */
const LIEUX = ["commune", "adresse", "codeInsee"];
const DEVOIRS = "soumisDroitsDevoirs";

/** The event repeats the commune and the duties whatever changed: only what it names as changed is news. */
function modifie(d: Record<string, any>, depuis: string, position: number): Lignes {
  const champs: string[] = d.champs ?? [];
  const demenage = d.codeInsee != null && champs.some((champ) => LIEUX.includes(champ));
  const devoirs = d.soumisDroitsDevoirs != null && champs.includes(DEVOIRS);
  if (!demenage && !devoirs) return {};
  return {
    dite: {
      origine: `PERSONNE ${depuis}`,
      position,
      ...(demenage && { lieu_depuis: depuis, code_insee: d.codeInsee }),
      ...(devoirs && { droit_depuis: depuis, soumis_droits_devoirs: d.soumisDroitsDevoirs }),
    },
  };
}

/** A dossier's state holds for each of its members; an old event names its demandeur only. */
const droitDit = (d: Record<string, any>, depuis: string, position: number): Ligne[] =>
  [null, ...((d.membres as string[] | undefined) ?? [])].map((membre) => ({
    ...(membre && { allocataire: membre }),
    origine: `DOSSIER ${d.dossier} ${depuis}`,
    position,
    droit_depuis: depuis,
    dossier: d.dossier,
    etat: d.etat,
    soumis_droits_devoirs: d.soumisDroitsDevoirs,
  }));
