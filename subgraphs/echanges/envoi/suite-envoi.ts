import { ABANDON_APRES_MS, ACCEPTE_MAIS_ABSENT_MS, attenteMs, attenteRelectureMs, demainMatin, RELIRE_APRES_DOUTE_MS } from "./attente";
import type { EnvoiEnFile, Suite } from "./envoi-en-file";
import { type Echec, erreurDuHub } from "./erreur-envoi";
import type { Relecture } from "./objet-sortant";

/** What an exchange becomes, by what just happened. Pure: `maintenant` and `hasard` (0 to 1) are given. */
export interface Instant {
  maintenant: Date;
  hasard: number;
}

const SUITE: Omit<Suite, "statut"> = {
  prochainEssai: null,
  erreur: null,
  raison: null,
  traiteLe: null,
  identifiant: null,
  identifiantPerdu: null,
  relectures: 0,
  essaiAnnule: false,
  ecarts: [],
};

const plus = (instant: Date, ms: number) => new Date(instant.getTime() + ms);

export const ignore = (raison: string, { maintenant }: Instant): Suite => ({ ...SUITE, statut: "IGNORE", raison, traiteLe: maintenant });

export const confirme = ({ maintenant }: Instant, identifiant: string | null, raison: string | null = null): Suite => ({
  ...SUITE,
  statut: "CONFIRME",
  identifiant,
  raison,
  traiteLe: maintenant,
});

/** The partner took it: to be read back. */
export const accepte = ({ maintenant, hasard }: Instant, identifiant: string | null): Suite => ({
  ...SUITE,
  statut: "A_CONFIRMER",
  identifiant,
  prochainEssai: plus(maintenant, attenteRelectureMs(0, hasard)),
});

/** The partner is not called for now: the exchange waits as it was. */
export const reporte = (envoi: EnvoiEnFile, jusque: Date, essaiAnnule: boolean): Suite => ({
  ...SUITE,
  statut: envoi.statut,
  relectures: envoi.relectures,
  prochainEssai: jusque,
  essaiAnnule,
});

/** A call failed. `appel`: whether it was a sending or a reading, which changes nothing at the partner.
 * A definitive error is REJETE; an uncertain sending stays ENVOYE, to be read back; the rest waits, ten days at most. */
export function apresEchec(envoi: EnvoiEnFile, appel: "ENVOI" | "RELECTURE", echec: Echec, instant: Instant): Suite {
  const { maintenant, hasard } = instant;
  const { erreur } = echec;
  if (appel === "ENVOI" && erreur.code === "ID_NON_RECONNU" && envoi.identifiantPartenaire !== null)
    return { ...SUITE, statut: "A_ENVOYER", erreur, identifiantPerdu: envoi.identifiantPartenaire };
  const definitif = !erreur.reessayable || (appel === "ENVOI" && erreur.code === "ID_NON_RECONNU");
  if (definitif && !(echec.incertain && appel === "ENVOI"))
    return { ...SUITE, statut: "REJETE", erreur: { ...erreur, reessayable: false }, traiteLe: maintenant };
  const essais = (appel === "ENVOI" ? envoi.tentatives : envoi.relectures) + 1;
  const suite: Suite = {
    ...SUITE,
    statut: appel === "RELECTURE" ? envoi.statut : echec.incertain ? "ENVOYE" : "A_ENVOYER",
    erreur,
    relectures: appel === "RELECTURE" ? envoi.relectures + 1 : 0,
    prochainEssai: quandReessayer(echec, essais, maintenant, hasard),
  };
  return abandonneSiTropLong(envoi, suite, instant);
}

function quandReessayer(echec: Echec, essais: number, maintenant: Date, hasard: number): Date {
  if (echec.attente === "JOUR" && !echec.incertain) return demainMatin(maintenant);
  const doute = echec.incertain ? RELIRE_APRES_DOUTE_MS : 0;
  return plus(maintenant, Math.max(attenteMs(essais, hasard), doute, (echec.attendreSecondes ?? 0) * 1_000));
}

/** Ten days after the first try, the exchange is a dead letter: it keeps its error, and no longer holds its line. */
function abandonneSiTropLong(envoi: EnvoiEnFile, suite: Suite, { maintenant }: Instant): Suite {
  const depuis = envoi.premierEssaiLe?.getTime();
  if (depuis === undefined || maintenant.getTime() - depuis < ABANDON_APRES_MS) return suite;
  return { ...suite, statut: "ABANDONNE", prochainEssai: null, traiteLe: maintenant };
}

/** The partner was read. `"ENVOYER"`: send, now; otherwise what the exchange becomes. @param empreinte of what would leave now. */
export function apresRelecture(envoi: EnvoiEnFile, lu: Relecture, empreinte: string, instant: Instant): Suite | "ENVOYER" {
  const accepteDeja = envoi.statut === "A_CONFIRMER";
  switch (lu.etat) {
    case "CONFORME":
      return confirme(instant, lu.identifiant ?? null);
    case "SANS_OBJET":
      return ignore(lu.raison, instant);
    case "ILLISIBLE":
      return accepteDeja ? confirme(instant, null, ACCEPTATION_SUFFIT) : rejete("ENVOI_INCERTAIN", instant);
    case "ABSENT":
      return accepteDeja ? pasEncoreVisible(envoi, instant) : "ENVOYER";
    case "DIFFERENT":
      // What left was read at its owner then, and the owner says something else since: the last truth leaves.
      if (envoi.empreinte !== null && envoi.empreinte !== empreinte) return "ENVOYER";
      if (envoi.tentatives <= 1 && plusRecent(envoi, lu.modifieLe)) return "ENVOYER";
      return { ...rejete("DIVERGENCE", instant), identifiant: lu.identifiant ?? null, ecarts: lu.ecarts };
  }
}

const ACCEPTATION_SUFFIT = "France Travail a accepté l’envoi ; aucune API ne permet de le relire.";

/** True when our fact happened after the partner's change. A civil date counts from its end: on the same day, nobody can tell. */
function plusRecent(envoi: EnvoiEnFile, modifieLe: string | null | undefined): boolean {
  if (!modifieLe) return false;
  const instant = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(modifieLe) ? `${modifieLe}T23:59:59Z` : modifieLe);
  return Number.isFinite(instant) && envoi.survenuLe.getTime() > instant;
}

export const rejete = (code: "DIVERGENCE" | "ENVOI_INCERTAIN" | "BASE_LEGALE_MANQUANTE", { maintenant }: Instant): Suite => ({
  ...SUITE,
  statut: "REJETE",
  erreur: erreurDuHub(code),
  traiteLe: maintenant,
});

function pasEncoreVisible(envoi: EnvoiEnFile, instant: Instant): Suite | "ENVOYER" {
  const { maintenant, hasard } = instant;
  if (envoi.envoyeLe !== null && maintenant.getTime() - envoi.envoyeLe.getTime() >= ACCEPTE_MAIS_ABSENT_MS) return "ENVOYER";
  const relectures = envoi.relectures + 1;
  const suite: Suite = {
    ...SUITE,
    statut: "A_CONFIRMER",
    relectures,
    erreur: erreurDuHub("NON_CONFIRME"),
    prochainEssai: plus(maintenant, attenteRelectureMs(relectures, hasard)),
  };
  return abandonneSiTropLong(envoi, suite, instant);
}
