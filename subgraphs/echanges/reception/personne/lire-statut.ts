import { createHash } from "node:crypto";
import { isCivilDate } from "../../../shared/civil-date";
import type { Clock } from "../../../shared/clock";
import { depuisPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { STATUT_USAGER_FT } from "../../../shared/contrat/correspondance/personne";
import type { ContratUsager, FranceTravail } from "../../france-travail/api";
import { ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { FaitsDuHub } from "../fait-recu";
import type { Reception, Traitement } from "../recevoir";
import type { LectureParPersonne, PersonneLue } from "./lire-par-personne";

interface Outils {
  api: Pick<FranceTravail, "statut">;
  hub: FaitsDuHub;
  reception: Reception;
  clock: Clock;
}

/** What the status says, in the hub's words. Errors: REPONSE_ILLISIBLE. */
export function inscriptionLue(contrat: ContratUsager): {
  statut: "IDENTIFIE" | "INSCRIT" | "CESSE" | "RADIE";
  dateEffet: string;
  categorie: string | null;
} {
  const statut = depuisPartenaire(STATUT_USAGER_FT, contrat.m_statut);
  if (statut === null || !isCivilDate(contrat.m_date_effet_statut ?? "")) throw new ErreurFranceTravail("REPONSE_ILLISIBLE");
  return { statut, dateEffet: contrat.m_date_effet_statut, categorie: contrat.m_categ_inscription_code ?? null };
}

const SUSPEND: Readonly<Record<string, "CESSATION_INSCRIPTION" | "RADIATION">> = { CESSE: "CESSATION_INSCRIPTION", RADIE: "RADIATION" };

/** INSCRIPTION_STATUT: the number of the person at France Travail, her status on its list, and what it makes of her contract. */
export const lireStatut = ({ api, hub, reception, clock }: Outils): LectureParPersonne => ({
  nom: "statuts",
  toutesLesMs: 3_600_000,
  parRonde: 2_000,
  population: "TOUTES",
  lire: async (personne) => {
    await apprendreLeNumero(personne, { hub, reception, clock });
    const contrat = await api.statut.lire(personne.usager);
    if (contrat === null) return;
    const lue = inscriptionLue(contrat);
    const { departement, allocataire } = personne;
    const cle = `statut ${allocataire} ${lue.statut} ${lue.dateEffet}`;
    const message = { departement, objet: "INSCRIPTION_STATUT", allocataire, cle, lecture: "statuts", recuLe: clock.now() };
    await reception.recevoir(message, async () => {
      const inscrite = await hub.appliquer({
        departement,
        mutation: "enregistrerInscription",
        variables: { allocataire, ...lue },
        le: clock.now(),
        cle,
      });
      const motif = SUSPEND[lue.statut];
      return inscrite.applique && motif ? suspendre(personne, { le: lue.dateEffet, motif, cle }, inscrite, { hub, clock }) : inscrite;
    });
  },
});

/** Her contract is suspended when her registration ends. Without one to suspend, the status alone is the fact. */
async function suspendre(
  { departement, allocataire }: PersonneLue,
  { le, motif, cle }: { le: string; motif: string; cle: string },
  inscrite: Traitement,
  { hub, clock }: Pick<Outils, "hub" | "clock">,
): Promise<Traitement> {
  const connu = await hub.lire(departement, allocataire, "contratEngagement { id statut dateDebut proposeLe }");
  const contrat = connu?.contratEngagement as
    | { id: string; statut: string; dateDebut: string | null; proposeLe: string | null }
    | null
    | undefined;
  if (!contrat || !["A_SIGNER", "SIGNE"].includes(contrat.statut)) return inscrite;
  // A contract signed after the end of the registration stands on something else: it is not this one that ended.
  if ((contrat.dateDebut ?? contrat.proposeLe ?? "") > le) return inscrite;
  return hub.appliquer({ departement, mutation: "suspendreContrat", variables: { contrat: contrat.id, le, motif }, le: clock.now(), cle });
}

/** The number that France Travail gave for a NIR is kept: the next calls use it, and other tools know it. */
async function apprendreLeNumero(
  { departement, allocataire, designation, usager }: PersonneLue,
  { hub, reception, clock }: Omit<Outils, "api">,
) {
  const numero = usager.numeroFranceTravail;
  if (numero === null || "numeroFranceTravail" in designation) return;
  const empreinte = createHash("sha256").update(`${allocataire} ${numero}`).digest("hex").slice(0, 32);
  const cle = `numero ${allocataire} ${empreinte}`;
  const message = { departement, objet: "INSCRIPTION_STATUT", allocataire, cle, lecture: "statuts", recuLe: clock.now() };
  const variables = { allocataire, numero, certifiee: usager.identiteCertifiee === true };
  await reception.recevoir(message, () =>
    hub.appliquer({ departement, mutation: "enregistrerNumeroFranceTravail", variables, le: clock.now(), cle }),
  );
}
