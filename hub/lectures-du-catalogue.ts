import { type AgenceLue, completerLesCodes } from "../subgraphs/allocataires/organisme/codes-agences.repository";
import { instantDeLHeure } from "../subgraphs/echanges/envoi/heure-paris";
import type { EvenementEmploiFT, FranceTravail } from "../subgraphs/echanges/france-travail/api";
import { ErreurFranceTravail } from "../subgraphs/echanges/france-travail/erreur-france-travail";
import type { Lecture } from "../subgraphs/echanges/reception/lecture";
import type { Reception } from "../subgraphs/echanges/reception/recevoir";
import type { EvenementEmploi } from "../subgraphs/offre-insertion/evenement-emploi/evenement-emploi";
import { importerEvenements } from "../subgraphs/offre-insertion/evenement-emploi/import-evenements";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { Clock } from "../subgraphs/shared/clock";
import { asOwner } from "../subgraphs/shared/owner";

const HEURE_MS = 3_600_000;
/** 100 events a page: more pages than that in one département is not an answer. */
const PAGES_MAX = 100;

/** What these readings use of those of `lectures.ts`. */
interface Outils {
  api: FranceTravail;
  reception: Reception;
  clock: Clock;
  /** Of the owner of the database: an import writes the catalogue. */
  databaseUrl: string;
}

/** Events of employment that begin or go on, with their places: the catalogue holds them as offers. */
export const lectureEvenements = ({ api, reception, clock, databaseUrl }: Outils): Lecture => ({
  nom: "evenements",
  toutesLesMs: 6 * HEURE_MS,
  async executer(departement) {
    const recuLe = clock.now();
    const evenements = (await tousLesEvenements(api, departement, civilDateOf(recuLe))).map(evenementDe);
    const { changes, retirees } = await asOwner(
      databaseUrl,
      (client) => importerEvenements(client, evenements, departement, recuLe),
      "unefois-evenements",
    );
    const commun = { departement, objet: "OFFRE_REFERENCEMENT", allocataire: null, lecture: "evenements", recuLe };
    const dits = [
      ...changes.map(({ id, empreinte }) => ({ id, cle: `${id} ${empreinte.slice(0, 32)} ${recuLe.toISOString()}` })),
      ...retirees.map((id) => ({ id, cle: `${id} retire ${recuLe.toISOString()}` })),
    ];
    for (const { id, cle } of dits)
      await reception.recevoir({ ...commun, cle, identifiantPartenaire: id }, async () => ({
        applique: true,
        rejouee: false,
        resultat: null,
      }));
  },
});

async function tousLesEvenements(api: FranceTravail, departement: string, dateDebut: string): Promise<EvenementEmploiFT[]> {
  const tous: EvenementEmploiFT[] = [];
  for (let page = 0; page < PAGES_MAX; page++) {
    const { evenements, suite } = await api.evenements.chercher({ departements: [departement], dateDebut, page });
    tous.push(...evenements);
    if (!suite) return tous;
  }
  throw new ErreurFranceTravail("REPONSE_ILLISIBLE", { statut: 200 });
}

const evenementDe = (e: EvenementEmploiFT): EvenementEmploi => ({
  id: e.id,
  titre: e.titre,
  description: e.description ?? null,
  debut: instantDeLHeure(e.dateDebut),
  fin: e.dateFin ? instantDeLHeure(e.dateFin) : null,
  modalite: e.modalite ?? null,
  codePostal: e.codePostal ?? null,
  ville: e.ville ?? null,
  presentiel: { places: e.nombrePlaceTotalPresentiel ?? null, inscrits: e.nombreInscritPresentiel ?? null },
  distance: { places: e.nombrePlaceTotalDistance ?? null, inscrits: e.nombreInscritDistance ?? null },
});

/** The codes of France Travail's agencies: whoever has one of the three gets the others. */
export const lectureAgences = ({ api, databaseUrl }: Outils): Lecture => ({
  nom: "agences",
  toutesLesMs: 24 * HEURE_MS,
  async executer(departement) {
    const agences: AgenceLue[] = await api.agences.lister();
    await asOwner(databaseUrl, (client) => completerLesCodes(client, departement, agences), "unefois-agences");
  },
});
