import { dansJours, heureParis, instantDe, jourDuFormatFrancais, jourParis } from "./dates";
import type { DossierUsager, RendezVousSimule } from "./modele";
import { ErreurApi, erreur } from "./operation";
import type { Plateforme } from "./plateforme";

const DUREE_PAR_DEFAUT = 30;
const ACTIFS = ["PRIS", "MODIFIE"];

/** Deposits an appointment; the first one of an accompagnement (ACC) closes ACT380. */
export function deposer(
  plateforme: Plateforme,
  dossier: DossierUsager,
  corps: Record<string, any>,
  maintenant: Date,
  deFranceTravail = false,
): string {
  const id = plateforme.nouvelId();
  dossier.rendezVous.push({
    id,
    corps,
    deFranceTravail,
    annuleLe: corps.statut === "ANNULE" ? maintenant : null,
    motifAnnulation: null,
    historique: [{ dateReceptionEvenement: maintenant.toISOString(), typeAction: "CREATION" }],
  });
  fermerLePremier(plateforme, dossier, corps);
  return id;
}

/** @throws ErreurApi ID_NON_RECONNU: unknown, another person's, or lost in a merge. */
export function connu(dossier: DossierUsager, id: unknown): RendezVousSimule {
  const trouve = dossier.rendezVous.find((rdv) => rdv.id === id);
  if (!trouve) throw new ErreurApi(erreur(400, "ID_NON_RECONNU", "Rendez-vous inconnu pour cet usager."));
  return trouve;
}

export function modifier(plateforme: Plateforme, dossier: DossierUsager, corps: Record<string, any>, maintenant: Date): void {
  const rdv = connu(dossier, corps.id);
  rdv.corps = corps;
  rdv.annuleLe = corps.statut === "ANNULE" ? (rdv.annuleLe ?? maintenant) : null;
  rdv.historique.push({ dateReceptionEvenement: maintenant.toISOString(), typeAction: "MODIFICATION" });
  fermerLePremier(plateforme, dossier, corps);
}

export function supprimer(dossier: DossierUsager, id: string, maintenant: Date, motif: string | null = null): void {
  const rdv = connu(dossier, id);
  rdv.corps = { ...rdv.corps, statut: "ANNULE" };
  rdv.annuleLe ??= maintenant;
  rdv.motifAnnulation = motif;
  rdv.historique.push({ dateReceptionEvenement: maintenant.toISOString(), typeAction: "SUPPRESSION" });
}

function fermerLePremier(plateforme: Plateforme, dossier: DossierUsager, corps: Record<string, any>): void {
  if (corps.motif === "ACC" && corps.statut !== "ANNULE") plateforme.activites.fermer(dossier.usager.numeroFranceTravail, ["ACT380"]);
}

/** From `du` to `au` (dd-MM-yyyy): by default the last 30 days and the future. The words of the reading are not those of the deposit. */
export function lire(dossier: DossierUsager, maintenant: Date, du: string | null, au: string | null): Record<string, unknown>[] {
  const debut = du === null ? jourParis(dansJours(maintenant, -30)) : jourLu(du);
  const fin = au === null ? "9999-12-31" : jourLu(au);
  return dossier.rendezVous
    .filter((rdv) => entre(jourParis(dateDe(rdv)), debut, fin))
    .sort((a, b) => dateDe(a).getTime() - dateDe(b).getTime())
    .map((rdv) => vue(rdv, dossier));
}

const entre = (jour: string, debut: string, fin: string): boolean => jour >= debut && jour <= fin;
const dateDe = (rdv: RendezVousSimule): Date => instantDe(rdv.corps.date) ?? new Date(0);
const dureeDe = (rdv: RendezVousSimule): number => rdv.corps.duree ?? DUREE_PAR_DEFAUT;

function jourLu(texte: string): string {
  const jour = jourDuFormatFrancais(texte);
  if (!jour) throw new ErreurApi(erreur(400, "DONNEE_INVALIDE", "Les dates sont attendues au format jj-MM-aaaa."));
  return jour;
}

function vue(rdv: RendezVousSimule, dossier: DossierUsager): Record<string, unknown> {
  const c = rdv.corps;
  return {
    idOrigine: rdv.id,
    date: heureParis(dateDe(rdv)),
    duree: dureeDe(rdv),
    modaliteContact: c.modaliteContact,
    motif: c.motif,
    organisme: c.organisme,
    statut: c.statut,
    typeReception: c.typeReception,
    theme: c.theme ?? "",
    estEnConflit: enConflit(rdv, dossier),
    historiqueEvenementList: rdv.historique,
    ...(c.initiateur ? { initiateur: c.initiateur === "USAGER" ? "USAGER" : "CONSEILLER" } : {}),
    ...(c.adresse || c.libelleAdresse ? { adresse: { adresseLibre: c.adresse, libelleAdresse: c.libelleAdresse } } : {}),
    ...(c.commentaire ? { commentaireUsager: c.commentaire } : {}),
    ...(c.description ? { description: c.description } : {}),
    ...(c.information ? { informationUtile: c.information } : {}),
    ...(c.interlocuteur ? { interlocuteur: { ...c.interlocuteur, civilite: c.interlocuteur.civilite?.toUpperCase() } } : {}),
    ...(c.telephoneContactUsager ? { telephoneContactUsager: c.telephoneContactUsager } : {}),
    ...(rdv.annuleLe ? { dateAnnulation: heureParis(rdv.annuleLe) } : {}),
    ...(rdv.motifAnnulation ? { motifAnnulation: rdv.motifAnnulation } : {}),
  };
}

function enConflit(rdv: RendezVousSimule, dossier: DossierUsager): boolean {
  if (!ACTIFS.includes(rdv.corps.statut)) return false;
  const debut = dateDe(rdv).getTime();
  const fin = debut + dureeDe(rdv) * 60_000;
  return dossier.rendezVous.some((autre) => {
    if (autre === rdv || !ACTIFS.includes(autre.corps.statut)) return false;
    const commence = dateDe(autre).getTime();
    return commence < fin && commence + dureeDe(autre) * 60_000 > debut;
  });
}
