import { instant, iso, joursOuvres } from "../calendrier";
import type { Contexte } from "../contexte";

/** Meetings of each commune, one a week from two weeks on: a convocation by post and its notice fit before. */
const PAR_COMMUNE = 4;
const COMMUNES = 4;
const DEBUT_JOURS = 14;
const PLACES = 30;
const HEURES = [34_200, 50_400];

/** A meeting to come, in the shape of a line of decisions. */
interface Programmation {
  le: string;
  client: string;
  mutation: "programmerReunion";
  variables: Record<string, unknown>;
}

/** Collective meetings that the Département plans in the hub on the last evening, with their places. No person. */
export function informationsDe(contexte: Contexte): Programmation[] {
  const { departement, communes, orienteur, client } = contexte.territoire;
  return communes.slice(0, COMMUNES).flatMap((commune, rang) =>
    Array.from({ length: PAR_COMMUNE }, (_, semaine) => {
      const jour = joursOuvres(contexte.fin + DEBUT_JOURS + 7 * semaine + rang, contexte.fin + DEBUT_JOURS + 7 * semaine + rang + 7)[0]!;
      return {
        le: instant(contexte.veille, 19 * 3_600 + 600),
        client,
        mutation: "programmerReunion" as const,
        variables: {
          organisme: `${departement}-${orienteur}`,
          famille: "ORIENTATION",
          debut: instant(jour, HEURES[semaine % HEURES.length]!),
          dureeMinutes: 90,
          lieu: `Salle des réunions, ${commune.nom}`,
          codeInsee: commune.codeInsee,
          capacite: PLACES,
          cleIdempotence: `simulation/${departement}/${commune.codeInsee}/reunion-${iso(jour)}`,
        },
      };
    }),
  );
}
